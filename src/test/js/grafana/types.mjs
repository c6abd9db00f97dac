// Writes boards.ts: each dashboard as a literal of Grafana's types, with the panel options as the types of their panels.
// Then tsc reports what does not match. Usage: node types.mjs FILE...

import { readFileSync, writeFileSync } from 'node:fs';
import { defaultDashboard } from '@grafana/schema';

const ROOMS = {
  barchart: ['barchart', 'BarChart'],
  bargauge: ['bargauge', 'BarGauge'],
  stat: ['stat', 'Stat'],
  'state-timeline': ['statetimeline', 'StateTimeline'],
  table: ['table', 'Table'],
  timeseries: ['timeseries', 'TimeSeries'],
};

const lines = [
  "import type { Dashboard } from '@grafana/schema';",
  ...Object.values(ROOMS).map(
    ([room, name]) => `import type * as ${room} from '@grafana/schema/dist/esm/raw/composable/${room}/panelcfg/x/${name}PanelCfg_types.gen';`,
  ),
  '',
  '// An enum also accepts its string values.',
  'type Plain<T> = T extends string ? `${T}` : T extends number | boolean | null | undefined ? T',
  '  : T extends Array<infer U> ? Array<Plain<U>> : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;',
  '// Fields that the types leave to the data source.',
  'type Known = Plain<Dashboard> & {',
  '  annotations?: { list?: Array<{ useValueForTime?: boolean; expr?: string; titleFormat?: string; textFormat?: string }> };',
  '  templating?: { list?: Array<{ definition?: string }> };',
  '};',
  '',
];

for (const file of process.argv.slice(2)) {
  const board = JSON.parse(readFileSync(file, 'utf8'));
  const name = board.uid.replaceAll('-', '_');
  lines.push(`export const ${name}: Known = ${JSON.stringify(board, null, 2)};`);
  for (const panel of board.panels.filter((one) => one.type !== 'row')) {
    const [room] = ROOMS[panel.type];
    const custom = panel.fieldConfig.defaults.custom;
    const literal = (value) => JSON.stringify(value, null, 2);
    lines.push(`export const ${name}_${panel.id}: Plain<${room}.Options> = ${literal(panel.options)};`);
    if (custom) {
      lines.push(`export const ${name}_${panel.id}_custom: Partial<Plain<${room}.FieldConfig>> = ${literal(custom)};`);
    }
  }
  if (board.schemaVersion !== defaultDashboard.schemaVersion) {
    throw new Error(`${file}: schemaVersion is ${board.schemaVersion}, Grafana's is ${defaultDashboard.schemaVersion}`);
  }
}
writeFileSync('boards.ts', lines.join('\n') + '\n');
