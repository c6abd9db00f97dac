// Building blocks of the dashboards: a board is a list of panels that are placed from left to right; make.mjs writes the JSON.

const DAY = 86400;

const prometheus = { type: 'prometheus', uid: '${datasource}' };

/** Label matchers, from the coarsest to the finest. Each metric uses the finest one whose labels it has. */
export const daemon = 'job=~"$job", instance=~"$instance"';
export const source = `${daemon}, source=~"$source"`;
export const account = `${source}, account_id=~"$account"`;
export const list = `${account}, zone_id=~"$zone"`;
export const channel = `${daemon}, channel=~"$channel"`;

/** The labels that identify one list. */
export const LIST = 'job, instance, source, account_id, zone_id';

/** Adds the names of account and zone by their ids. Account lists have an empty zone_id; they match certvigil_build_info, which has no zone_id. */
export const named = (expr) =>
  `${withAccount(expr)} * on (job, instance, zone_id) group_left (zone_name)` +
  ' (certvigil_zone_info or on (job, instance, zone_id) certvigil_build_info)';

export const withAccount = (expr) =>
  `(${expr}) * on (job, instance, account_id) group_left (account_name) certvigil_account_info`;

export const SINGLE_CERTIFICATES =
  'Single certificates need metrics.certificates: expiring (those that expire soon or have an alert) or all. If a daemon exports' +
  ' none, the table shows the earliest expiry of each of its lists instead, without a name.';

/**
 * The ends of these certificates, without those that are revoked, deleted, or expired more than 30 days ago; of a daemon that exports
 * no single certificates, the earliest end of each list.
 *
 * @param more further matchers of single certificates
 */
export const soonest = (labels, more = '') => `(
    ((
    certvigil_certificate_not_after_timestamp_seconds{${labels}${more}}
    unless on (job, instance, source, certificate_id) certvigil_certificate_info{status=~"revoked|deleted"}
  ) > time() - 30 * 86400) * on (job, instance, source, certificate_id) group_left (status, issuer, hosts) certvigil_certificate_info
  ) or (
    certvigil_earliest_not_after_timestamp_seconds{${labels}} unless on (job, instance) certvigil_certificate_series > 0
  )`;

// Thresholds

export const steps = (base, ...more) => [
  { color: base, value: null },
  ...more.map(([value, color]) => ({ color, value })),
];
export const PLAIN = steps('blue');
export const NONE_IS_GOOD = steps('green', [1, 'red']);
export const NONE_IS_BETTER = steps('green', [1, 'orange']);
export const TIME_LEFT = steps('dark-red', [0, 'red'], [7 * DAY, 'orange'], [30 * DAY, 'yellow'], [90 * DAY, 'green']);

// Panels. Each takes { w, h, about, unit, thresholds, empty, links, interval } in addition to its own parameters: `about` is
// the description, `empty` the text that is shown instead of "No data".

const target = (one, at, more) => ({
  refId: String.fromCharCode(65 + at),
  datasource: prometheus,
  expr: one.expr.replace(/\s+/g, ' ').trim(),
  legendFormat: one.legend ?? '__auto',
  ...more,
});

const INSTANT = { instant: true, range: false };
const TABLE = { ...INSTANT, format: 'table' };
const RANGE = { instant: false, range: true };

/** Targets from one expression, from several expressions by legend, or from a list of targets. */
function targets(what, more) {
  const all =
    typeof what === 'string'
      ? [{ expr: what }]
      : Array.isArray(what)
        ? what
        : Object.entries(what).map(([legend, expr]) => ({ legend, expr }));
  return all.map((one, at) => target(one, at, more));
}

function panel(type, title, asked, size, { about = '', unit = 'locale', decimals, thresholds = PLAIN, empty, links, mappings = [], interval, ...rest }) {
  return {
    type,
    title,
    description: about,
    datasource: prometheus,
    gridPos: size,
    ...(interval && { interval }),
    targets: asked,
    fieldConfig: {
      defaults: {
        unit,
        ...(decimals !== undefined && { decimals }),
        ...(empty && { noValue: empty }),
        ...(links && { links }),
        mappings,
        thresholds: { mode: 'absolute', steps: thresholds },
        color: { mode: rest.color ?? 'thresholds' },
        ...(rest.custom && { custom: rest.custom }),
      },
      overrides: rest.overrides ?? [],
    },
    options: rest.options,
    ...(rest.transformations && { transformations: rest.transformations }),
  };
}

const last = { calcs: ['lastNotNull'], fields: '', values: false };

/** One current value. */
export const stat = (title, expr, more = {}) =>
  panel('stat', title, targets(expr, INSTANT), { w: more.w ?? 3, h: more.h ?? 4 }, {
    ...more,
    options: {
      reduceOptions: last,
      orientation: 'auto',
      justifyMode: 'auto',
      wideLayout: true,
      showPercentChange: false,
      percentChangeColorMode: 'standard',
      colorMode: 'value',
      graphMode: 'none',
      textMode: more.textMode ?? 'value',
    },
  });

/** Horizontal bars with the current value of each series. */
export const bars = (title, what, more = {}) =>
  panel('bargauge', title, targets(what, INSTANT), { w: more.w ?? 8, h: more.h ?? 8 }, {
    ...more,
    options: {
      reduceOptions: last,
      orientation: 'horizontal',
      displayMode: 'basic',
      valueMode: 'color',
      showUnfilled: false,
      sizing: 'auto',
      minVizHeight: 16,
      minVizWidth: 8,
      maxVizHeight: 300,
      namePlacement: 'auto',
      legend: { showLegend: false, displayMode: 'list', placement: 'bottom', calcs: [] },
    },
  });

const legend = { showLegend: true, displayMode: 'list', placement: 'bottom', calcs: [] };
const tooltip = { mode: 'multi', sort: 'desc' };

/** Lines over time; with `stack`, stacked areas; with `counts`, bars with the number of occurrences in each interval. */
export const lines = (title, what, more = {}) =>
  panel('timeseries', title, targets(what, RANGE), { w: more.w ?? 8, h: more.h ?? 8 }, {
    ...more,
    interval: more.counts ? '1h' : undefined,
    color: 'palette-classic',
    custom: {
      drawStyle: more.counts ? 'bars' : 'line',
      lineWidth: 1,
      fillOpacity: more.counts ? 80 : more.stack ? 30 : 0,
      showPoints: 'never',
      spanNulls: false,
      axisSoftMin: 0,
      stacking: { mode: more.stack || more.counts ? 'normal' : 'none', group: 'A' },
    },
    options: { legend, tooltip },
  });

/** A state timeline: coloured periods, one row for each series. */
export const states = (title, what, mappings, more = {}) =>
  panel('state-timeline', title, targets(what, RANGE), { w: more.w ?? 8, h: more.h ?? 8 }, {
    ...more,
    mappings,
    custom: { lineWidth: 0, fillOpacity: 80 },
    options: { showValue: 'auto', rowHeight: 0.8, mergeValues: true, alignValue: 'center', legend, tooltip },
  });

/** Vertical bars for the values of the label `along`, stacked by the label `by` if it is given. */
export const chart = (title, expr, { along, by, ...more }) => {
  const x = by ? `${along}\\${by}` : along;
  return panel('barchart', title, targets(expr, TABLE), { w: more.w ?? 12, h: more.h ?? 8 }, {
    ...more,
    color: by ? 'palette-classic' : 'thresholds',
    custom: { fillOpacity: 80, lineWidth: 0 },
    transformations: [
      { id: 'sortBy', options: { fields: {}, sort: [{ field: along, desc: false }] } },
      by
        ? { id: 'groupingToMatrix', options: { columnField: by, rowField: along, valueField: 'Value', emptyValue: 'zero' } }
        : { id: 'organize', options: { excludeByName: { Time: true }, indexByName: {}, renameByName: {} } },
    ],
    options: {
      xField: x,
      orientation: 'auto',
      showValue: 'never',
      stacking: by ? 'normal' : 'none',
      barWidth: 0.9,
      groupWidth: 0.7,
      fullHighlight: false,
      xTickLabelRotation: 0,
      xTickLabelMaxLength: 0,
      legend: { ...legend, showLegend: Boolean(by) },
      tooltip,
    },
  });
};

/**
 * A table of several figures of the same objects, joined by their labels.
 *
 * @param figures by heading: the expression, and optionally unit, decimals, thresholds and links of the column
 * @param columns by label: its heading. Labels that are not named are hidden.
 * @param sort the heading of the column by which the table is sorted
 * @param lead how many label columns come before the figures; all of them by default
 */
export const table = (title, figures, columns, { sort, desc = false, lead, ...more }) => {
  const headings = Object.keys(figures);
  const several = headings.length > 1;
  const value = (at) => (several ? `Value #${String.fromCharCode(65 + at)}` : 'Value');
  const asked = headings.map((heading) => ({ expr: figures[heading].expr }));
  const labels = Object.keys(columns);
  const shown = [...labels.slice(0, lead), ...headings.map((_, at) => value(at)), ...labels.slice(lead ?? labels.length)];
  return panel('table', title, targets(asked, TABLE), { w: more.w ?? 12, h: more.h ?? 10 }, {
    ...more,
    custom: { align: 'auto', cellOptions: { type: 'auto' }, filterable: true, inspect: false },
    overrides: [
      ...headings.map((heading, at) => column(heading, figures[heading])),
      ...Object.entries(more.links_of ?? {}).map(([label, links]) => column(columns[label], { links })),
    ],
    transformations: [
      ...(several ? [{ id: 'merge', options: {} }] : []),
      { id: 'filterFieldsByName', options: { include: { names: shown } } },
      {
        id: 'organize',
        options: {
          excludeByName: {},
          indexByName: Object.fromEntries(shown.map((name, at) => [name, at])),
          renameByName: Object.fromEntries([
            ...Object.entries(columns),
            ...headings.map((heading, at) => [value(at), heading]),
          ]),
        },
      },
    ],
    options: { showHeader: true, cellHeight: 'sm', frameIndex: 0, sortBy: [{ displayName: sort, desc }] },
  });
};

const column = (heading, { unit, decimals, thresholds, links }) => ({
  matcher: { id: 'byName', options: heading },
  properties: [
    ...(unit ? [{ id: 'unit', value: unit }] : []),
    ...(decimals !== undefined ? [{ id: 'decimals', value: decimals }] : []),
    ...(thresholds
      ? [
          { id: 'thresholds', value: { mode: 'absolute', steps: thresholds } },
          { id: 'custom.cellOptions', value: { type: 'color-text' } },
        ]
      : []),
    ...(links ? [{ id: 'links', value: links }] : []),
  ],
});

export const row = (title) => ({ type: 'row', title, collapsed: false, gridPos: { w: 24, h: 1 }, panels: [] });

/** A link to a page of the daemon. */
export const page = (title, path) => ({ title, url: '${certvigil_url:raw}' + path, targetBlank: true });

export const words = (byValue) => [
  {
    type: 'value',
    options: Object.fromEntries(Object.entries(byValue).map(([value, [text, color]], index) => [value, { text, color, index }])),
  },
];

// Variables

const labelled = (name, label, definition, more = {}) => ({
  name,
  label,
  type: 'query',
  datasource: prometheus,
  definition,
  query: { query: definition, refId: name },
  refresh: 2,
  sort: 1,
  includeAll: true,
  multi: true,
  allValue: '.*',
  current: { text: ['All'], value: ['$__all'] },
  ...more,
});

/** A variable that shows names and filters by ids. */
const byName = (name, label, metric) =>
  labelled(name, label, `query_result(${metric}_info{${daemon}})`, {
    regex: `/${name}_name="(?<text>[^"]*)|${name}_id="(?<value>[^"]*)/g`,
  });

export const variables = {
  datasource: { name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus', refresh: 1 },
  // "All" lists each value instead of ".*", because other jobs have a process_start_time_seconds too.
  job: labelled('job', 'Job', 'label_values(certvigil_build_info, job)', { allValue: undefined }),
  instance: labelled('instance', 'Daemon', 'label_values(certvigil_build_info{job=~"$job"}, instance)', { allValue: undefined }),
  source: labelled('source', 'Source', `label_values(certvigil_certificates_expiring_in_week{${daemon}}, source)`),
  account: byName('account', 'Account', 'certvigil_account'),
  zone: byName('zone', 'Zone', 'certvigil_zone'),
  channel: labelled('channel', 'Channel', `label_values(certvigil_notifications_pending{${daemon}}, channel)`),
  name: { name: 'name', label: 'Name contains', type: 'textbox', query: '', current: { text: '', value: '' } },
  rows: {
    name: 'rows',
    label: 'Rows',
    type: 'custom',
    query: '50,100,500',
    options: ['50', '100', '500'].map((text, at) => ({ text, value: text, selected: at === 0 })),
    current: { text: '50', value: '50' },
  },
  certvigil_url: {
    name: 'certvigil_url',
    label: 'Certvigil',
    description: 'The address of the pages of the daemon: its web.external_url.',
    type: 'textbox',
    query: 'http://127.0.0.1:10365',
    current: { text: 'http://127.0.0.1:10365', value: 'http://127.0.0.1:10365' },
  },
};

// The board

/** An annotation from a metric whose value is the time of an event. */
const moment = (name, metric, color) => ({
  name,
  datasource: prometheus,
  enable: true,
  iconColor: color,
  expr: `${metric}{${daemon}} * 1000`,
  useValueForTime: true,
  titleFormat: name,
  textFormat: '{{instance}}',
});

/** Places panels from left to right; a panel that does not fit starts a new line. */
function laidOut(panels) {
  let x = 0;
  let y = 0;
  let height = 0;
  return panels.map((one, at) => {
    const { w, h } = one.gridPos;
    if (x + w > 24) {
      x = 0;
      y += height;
      height = 0;
    }
    const placed = { id: at + 1, ...one, gridPos: { x, y, w, h } };
    x += w;
    height = Math.max(height, h);
    return placed;
  });
}

export function board(name, { title, about, from, pages, variables: chosen, panels }) {
  return {
    uid: `certvigil-${name}`,
    title: `Certvigil / ${title}`,
    description: about,
    tags: ['certvigil'],
    schemaVersion: 42,
    version: 1,
    editable: true,
    refresh: '1m',
    time: { from, to: 'now' },
    timezone: 'utc',
    graphTooltip: 1,
    fiscalYearStartMonth: 0,
    annotations: {
      list: [
        moment('Started', 'process_start_time_seconds', 'blue'),
        moment('Configuration loaded', 'certvigil_config_last_reload_success_timestamp_seconds', 'purple'),
      ],
    },
    links: [
      {
        title: 'Certvigil',
        type: 'dashboards',
        tags: ['certvigil'],
        asDropdown: false,
        includeVars: true,
        keepTime: true,
        targetBlank: false,
        icon: 'external link',
        tooltip: '',
        url: '',
      },
      ...pages.map((one) => ({
        ...one,
        type: 'link',
        tags: [],
        asDropdown: false,
        includeVars: false,
        keepTime: false,
        icon: 'external link',
        tooltip: 'On the pages of the daemon',
      })),
    ],
    templating: { list: chosen.map((one) => variables[one]) },
    panels: laidOut(panels),
  };
}
