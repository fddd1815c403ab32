import type { GreetingWords } from "../greetings.ts";

export const greetings: GreetingWords = {
  title: "Message d’accueil près du bouton du chat",
  hint: "Une page peut parler la première : un court texte apparaît près du bouton, une fois par visiteur et par message, jamais sur téléphone ni sur un chat ouvert. Le premier dont les conditions sont remplies s’affiche. Les pages ont besoin du script de la page des développeurs.",
  nth: (number) => `Message ${number}`,
  pages: "Pages, par exemple /cart ou /products/*",
  pagesHint: "Vide : toutes les pages",
  seconds: "Secondes sur la page",
  cart: "Valeur du panier à partir de",
  cartHint: "Vide : n’importe quel panier. La page indique la valeur.",
  text: (language) => `Texte en ${language}`,
  addLanguage: "Ajouter une langue",
  removeLanguage: (language) => `Retirer ${language}`,
  add: "Ajouter un message",
  remove: (number) => `Retirer le message ${number}`,
  first: "Pouvons-nous vous aider pour votre commande ?",
};
