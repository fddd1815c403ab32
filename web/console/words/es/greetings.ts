import type { GreetingWords } from "../greetings.ts";

export const greetings: GreetingWords = {
  title: "Saludo junto al botón del chat",
  hint: "Una página puede hablar primero: un texto breve aparece junto al botón, una vez por visitante y saludo, nunca en teléfonos ni sobre un chat abierto. Se muestra el primero cuyas condiciones se cumplen. Las páginas necesitan el script de la página para desarrolladores.",
  nth: (number) => `Saludo ${number}`,
  pages: "Páginas, como /cart o /products/*",
  pagesHint: "Vacío: todas las páginas",
  seconds: "Segundos en la página",
  cart: "Valor del carrito desde",
  cartHint: "Vacío: cualquier carrito. El valor lo indica la página.",
  text: (language) => `Texto en ${language}`,
  addLanguage: "Añadir un idioma",
  removeLanguage: (language) => `Quitar ${language}`,
  add: "Añadir un saludo",
  remove: (number) => `Quitar el saludo ${number}`,
  first: "¿Te ayudamos con tu pedido?",
};
