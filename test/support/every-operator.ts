/** One small network with every operator, for everything that must know them all. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GraphDocument } from '../../core/graph/document';
import { parseDocument } from '../../core/network/parse';

export const everyOperator = (): GraphDocument =>
  parseDocument(
    JSON.parse(readFileSync(join(__dirname, '..', 'reference', 'fixtures', 'every-operator.json'), 'utf8')),
  );
