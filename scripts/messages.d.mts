export interface Texts {
  [name: string]: string | Texts;
}
export type Catalogues = Record<string, Texts>;

export const messagesFolder: string;
export function readCatalogues(folder?: string): Catalogues & { en: Texts };
export function writeLanguages(folder?: string): void;
export function catalogueProblems(catalogues: Catalogues, richKeys?: ReadonlySet<string>): string[];
export function scan(
  source: string,
  namespaces: ReadonlySet<string>,
  tsx?: boolean,
): {
  literals: Set<string>;
  patterns: RegExp[];
  calls: { key: string; names: string[] | undefined; rich: boolean }[];
  left: string[];
};
export function checkMessages(): { problems: string[]; left: Map<string, string[]> };
export function requireMessages(): void;
