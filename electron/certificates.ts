/** Trusts the system's certificate authorities and NODE_EXTRA_CA_CERTS, which Node ignores with its fuse off (fuses.cjs). */
import { readFileSync } from 'node:fs';
import tls from 'node:tls';

/** Node 22.19 and 24.5 have both. */
interface Authorities {
  getCACertificates?(kind: 'default' | 'system'): string[];
  setDefaultCACertificates?(certificates: readonly string[]): void;
}

/** Never throws. */
export function trustSystemCertificates(
  authorities: Authorities = tls as Authorities,
  extra: string | undefined = process.env.NODE_EXTRA_CA_CERTS,
): void {
  const { getCACertificates, setDefaultCACertificates } = authorities;
  if (!getCACertificates || !setDefaultCACertificates) return;
  try {
    setDefaultCACertificates([
      ...new Set([...getCACertificates('default'), ...getCACertificates('system'), ...certificatesIn(extra)]),
    ]);
  } catch (error) {
    console.error('The certificates of the system could not be read:', error);
  }
}

function certificatesIn(file: string | undefined): string[] {
  if (!file) return [];
  const text = readFileSync(file, 'utf8');
  return text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
}
