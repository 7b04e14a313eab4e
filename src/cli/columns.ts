/** The width of a text in a terminal: a Chinese character takes two columns. */
export const columnsOf = (text: string): number =>
  [...text].reduce((sum, char) => sum + (char > "\u{2E80}" ? 2 : 1), 0);
