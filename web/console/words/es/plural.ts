/** A number with its noun; `shown` is the number as people read it: `999+`. */
export function plural(count: number, one: string, many: string, shown = String(count)): string {
  return `${shown} ${count === 1 ? one : many}`;
}
