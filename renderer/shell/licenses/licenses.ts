import { create } from 'zustand';
import type { License } from '../../../core/contract/licenses';
import { client } from '../../client/client';
import { messageOf } from '../../client/errors';

interface LicensesState {
  open: boolean;
  /** By name; undefined until they are known. */
  entries?: readonly License[];
  error?: string | undefined;
}

export const useLicenses = create<LicensesState>(() => ({ open: false }));

export async function openLicenses(): Promise<void> {
  useLicenses.setState({ open: true, error: undefined });
  if (useLicenses.getState().entries) return;
  try {
    useLicenses.setState({ entries: await client.app.licenses() });
  } catch (error) {
    useLicenses.setState({ error: messageOf(error) });
  }
}
