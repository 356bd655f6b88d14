import Menu, { type MenuProps } from '@mui/material/Menu';

/** A menu below the button that opened it, with the name of that button. */
export function ButtonMenu({
  anchor,
  slotProps,
  ...menu
}: Omit<MenuProps, 'open' | 'anchorEl'> & {
  /** Nullish: closed. */
  anchor: HTMLElement | null | undefined;
}) {
  const name = anchor?.getAttribute('aria-label') ?? anchor?.textContent ?? undefined;
  return (
    <Menu
      {...menu}
      open={anchor != null}
      anchorEl={anchor ?? null}
      slotProps={{ ...slotProps, list: { 'aria-label': name } }}
    />
  );
}
