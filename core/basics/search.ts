/** Finding things by words; case does not matter. */
export const searchWords = (query: string): string[] => query.toLowerCase().split(/\s+/).filter(Boolean);

/** Whether every word is in one of the texts. */
export function matchesWords(words: readonly string[], texts: readonly string[]): boolean {
  const all = texts.join('\n').toLowerCase();
  return words.every((word) => all.includes(word));
}

/**
 * How well a title and its keywords match; 0 if one of the words is in neither. The start of the title counts most, then the
 * start of a word, its middle, and the keywords. The words one after the other, as typed, count a little more.
 */
export function rankByWords(words: readonly string[], title: string, keywords: readonly string[]): number {
  const name = title.toLowerCase();
  let score = 0;
  for (const word of words) {
    const at = name.indexOf(word);
    if (at === 0) score += 4;
    else if (startsWord(name, word)) score += 3;
    else if (at > 0) score += 2;
    else if (matchesWords([word], keywords)) score += 1;
    else return 0;
  }
  return words.length > 1 && name.includes(words.join(' ')) ? score + 1 : score;
}

function startsWord(name: string, word: string): boolean {
  for (let at = name.indexOf(word); at >= 0; at = name.indexOf(word, at + 1)) {
    if (!/[\p{L}\p{N}]$/u.test(name.slice(0, at))) return true;
  }
  return false;
}
