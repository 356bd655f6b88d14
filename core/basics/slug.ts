/** "Réseau: my photos" -> "reseau-my-photos"; `otherwise` where nothing is left. */
export const slug = (text: string, longest = 40, otherwise = 'network'): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, longest)
    .replace(/-+$/, '') || otherwise;
