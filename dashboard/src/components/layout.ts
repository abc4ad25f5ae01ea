/** Where tables become lists of cards; the same width as in styles.css. */
export const NARROW = "(max-width: 48em)";
