import { rankByWords, searchWords } from '../../../core/basics/search';
import { textOf } from '../../../core/messages';
import { type PaletteItem, type PaletteSection, palette } from '../../../core/ops/palette';

/** The sections of the palette with the items that match every word of the query, best first. */
export function findItems(
  query: string,
  fits: (item: PaletteItem) => boolean = () => true,
): PaletteSection[] {
  const words = searchWords(query);
  const found = palette.map((section) => {
    const ranked = section.items
      .filter(fits)
      .map((item) => ({
        item,
        score: words.length === 0 ? 1 : rankByWords(words, textOf(item.title), item.keywords),
      }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score);
    return { section: { ...section, items: ranked.map(({ item }) => item) }, best: ranked[0]?.score ?? 0 };
  });
  return found
    .filter(({ best }) => best > 0)
    .sort((a, b) => b.best - a.best)
    .map(({ section }) => section);
}
