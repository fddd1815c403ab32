// Renders the API's description. It builds nodes and never markup, so nothing in the document can become a script.

function node(tag, props = {}, ...children) {
  const made = Object.assign(document.createElement(tag), props);
  made.append(...children);
  return made;
}

// Descriptions set names in backticks, as Markdown does.
function words(text) {
  return (text ?? '').split('`').map((part, at) => (at % 2 === 1 ? node('code', { textContent: part }) : part));
}

function typeName(schema) {
  if (!schema) return '';
  if (schema.$ref) return schema.$ref.split('/').pop();
  if (schema.allOf) return typeName(schema.allOf[0]);
  if (schema.type === 'array') return `${typeName(schema.items)}[]`;
  return Array.isArray(schema.type) ? schema.type.join(' or ') : schema.type ?? 'object';
}

function parameters(operation) {
  if (!operation.parameters?.length) return '';
  const rows = operation.parameters.map((p) =>
    node('tr', {}, node('td', {}, node('code', { textContent: p.name })), node('td', { textContent: `in ${p.in}` }),
      node('td', {}, node('code', { textContent: typeName(p.schema) })),
      node('td', {}, ...words(p.description))));
  return node('table', {}, node('tbody', {}, ...rows));
}

function content(title, part) {
  const [kind, media] = Object.entries(part?.content ?? {})[0] ?? [];
  if (!kind) return node('p', {}, `${title}: `, ...words(part?.description));
  return node('p', {}, `${title}: `, ...words(part.description), ' ', node('code', { textContent: typeName(media.schema) }),
    ` (${kind})`);
}

function route(path, method, operation) {
  const head = node('div', { className: 'route' }, node('span', { className: 'method', textContent: method.toUpperCase() }),
    node('code', { textContent: path }), node('span', {}, ...words(operation.summary)));
  const answers = Object.entries(operation.responses).map(([status, answer]) => content(status, answer));
  const body = operation.requestBody ? content('Body', operation.requestBody) : '';
  return node('section', {}, head, parameters(operation), body, ...answers);
}

function schemaPart([name, schema]) {
  const text = JSON.stringify(schema, null, 2);
  return node('details', {}, node('summary', {}, node('code', { textContent: name })), node('pre', {}, text));
}

const api = await (await fetch('openapi.json')).json();
const main = document.getElementById('api');
const routes = Object.entries(api.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => route(path, method, operation)));
main.replaceChildren(
  node('h1', { textContent: `${api.info.title} ${api.info.version}` }),
  node('p', {}, ...words(api.info.description)),
  node('h2', { textContent: 'Routes' }), ...routes,
  node('h2', { textContent: 'Documents' }), ...Object.entries(api.components.schemas).map(schemaPart),
);
