// Writes the dashboards as JSON: "node src/grafana/make.mjs [FOLDER]". The default folder is grafana/dashboards.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import certificates from './certificates.mjs';
import delivery from './delivery.mjs';
import estate from './estate.mjs';
import operations from './operations.mjs';
import overview from './overview.mjs';

const folder = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '../../grafana/dashboards');

mkdirSync(folder, { recursive: true });
for (const [name, board] of Object.entries({ certificates, delivery, estate, operations, overview })) {
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(board, null, 2)}\n`);
}
