// Whether the daemon does its work: sweeps, lists, Cloudflare's API, the store, the process.

import * as b from './board.mjs';
import { account, daemon, list, source } from './board.mjs';

const seconds = { unit: 's' };
const age = `time() - certvigil_reading_last_success_timestamp_seconds{${list}}`;
const interval = `max by (job, instance) (certvigil_sweep_interval_seconds{${daemon}})`;
const stale = `count(
    (${age} > on (job, instance) group_left () (2.5 * ${interval})) and on (${b.LIST}) certvigil_reading_permitted == 1
  ) or vector(0)`;

const forbidden = `certvigil_reading_permitted{${list}} == 0`;

const quantile = (q, metric, by, match = daemon, range = '$__rate_interval') =>
  `histogram_quantile(${q}, sum by (${by}le) (rate(${metric}_bucket{${match}}[${range}])))`;

const byAccount = (expr) => b.withAccount(`count by (job, instance, source, account_id) (${expr})`);
const orNone = (expr) => `${expr} or 0 * ${byAccount(`certvigil_reading_permitted{${account}}`)}`;

export default b.board('operations', {
  title: 'Operations',
  about: 'Whether the daemon reads everything, in time, and within its budget.',
  from: 'now-24h',
  pages: [b.page('Sweeps', '/sweeps'), b.page('Status', '/')],
  variables: ['datasource', 'job', 'instance', 'source', 'account', 'zone', 'certvigil_url'],
  panels: [
    b.stat('Scrape', `min(up{${daemon}})`, {
      about: 'Whether every daemon answers Prometheus.',
      thresholds: b.steps('red', [1, 'green']),
      mappings: b.words({ 0: ['down', 'red'], 1: ['up', 'green'] }),
      empty: 'no target',
    }),
    b.stat('Version', { '{{version}}': `count by (version) (certvigil_build_info{${daemon}})` }, { textMode: 'name' }),
    b.stat('Running for', `time() - max(process_start_time_seconds{${daemon}})`, { ...seconds, decimals: 0, about: 'Since the last start of any.' }),
    b.stat('Last complete reading', `time() - max(certvigil_reading_last_success_timestamp_seconds{${list}})`, {
      ...seconds,
      decimals: 0,
      about: 'How long ago any list was last read completely.',
      empty: 'nothing read yet',
    }),
    b.stat('Stale lists', stale, {
      thresholds: b.NONE_IS_GOOD,
      about: 'Lists that may be read, and were not read completely for 2.5 times the longest interval.',
      links: [b.page('Sweeps', '/sweeps')],
    }),
    b.stat('Clock', `max(abs(certvigil_clock_skew_seconds{${daemon}}))`, {
      ...seconds,
      decimals: 1,
      thresholds: b.steps('green', [30, 'orange'], [300, 'red']),
      about: 'How far it is from that of Cloudflare.',
      empty: 'no answer yet',
    }),
    b.stat('Configuration', `min(certvigil_config_last_reload_successful{${daemon}})`, {
      thresholds: b.steps('red', [1, 'green']),
      mappings: b.words({ 0: ['refused', 'red'], 1: ['in force', 'green'] }),
      about: 'Whether the last reload was taken.',
    }),
    b.stat('Token ends', `min(certvigil_api_token_expiry_timestamp_seconds{${daemon}}) - time()`, {
      ...seconds,
      decimals: 1,
      thresholds: b.TIME_LEFT,
      about: 'Of the API tokens that have an end, the first one.',
      empty: 'none ends',
    }),

    b.row('Sweeps'),
    b.lines('Age of the oldest reading', { '{{source}}': `max by (source) (${age})` }, {
      ...seconds,
      about: 'By source: how long ago the list was read completely that was read longest ago. A saw whose teeth are as high as the interval is well.',
    }),
    b.lines(
      'Sweeps: interval and duration',
      {
        'interval of {{watch}}': `certvigil_sweep_interval_seconds{${daemon}}`,
        '{{watch}}, mean':
          `sum by (watch) (increase(certvigil_sweep_duration_seconds_sum{${daemon}}[1d]))` +
          ` / sum by (watch) (increase(certvigil_sweep_duration_seconds_count{${daemon}}[1d]))`,
        '{{watch}}, 95 %': quantile(0.95, 'certvigil_sweep_duration_seconds', 'watch, ', daemon, '1d'),
      },
      { ...seconds, about: 'Of the sweeps of a day. The interval is the effective one, stretched where the budget demands it.' },
    ),
    b.states(
      'Sweeping',
      { '{{watch}}': `max by (watch) (certvigil_sweep_in_progress{${daemon}})` },
      b.words({ 0: ['rests', 'transparent'], 1: ['sweeps', 'blue'] }),
      { h: 4 },
    ),
    b.lines('Skipped sweeps', { '{{watch}}': `sum by (watch) (increase(certvigil_sweeps_skipped_total{${daemon}}[$__interval]))` }, {
      h: 4,
      counts: true,
      about: 'Not begun because the one before had not ended.',
    }),

    b.row('Lists'),
    b.table(
      'Lists',
      {
        Lists: { expr: byAccount(`certvigil_reading_permitted{${account}}`) },
        Readable: { expr: orNone(byAccount(`certvigil_reading_permitted{${account}} == 1`)) },
        Forbidden: { expr: orNone(byAccount(`certvigil_reading_permitted{${account}} == 0`)), thresholds: b.NONE_IS_BETTER },
        'Never read': {
          expr: orNone(
            byAccount(
              `certvigil_reading_last_attempt_timestamp_seconds{${account}} unless on (${b.LIST}) certvigil_reading_last_success_timestamp_seconds`,
            ),
          ),
          thresholds: b.NONE_IS_BETTER,
        },
        Items: { expr: orNone(b.withAccount(`sum by (job, instance, source, account_id) (certvigil_reading_items{${account}})`)) },
        'Not brought': {
          expr: orNone(
            b.withAccount(
              `sum by (job, instance, source, account_id) (certvigil_reading_items_expected{${account}} - certvigil_reading_items{${account}})`,
            ),
          ),
          thresholds: b.NONE_IS_GOOD,
        },
      },
      { source: 'Source', account_name: 'Account' },
      { w: 14, sort: 'Source', about: 'How many lists there are, by source and account, and what was announced but not brought. Not by zone.', empty: 'nothing tried yet' },
    ),
    b.table(
      'Forbidden lists',
      {
        'Last tried': { expr: b.named(`time() - certvigil_reading_last_attempt_timestamp_seconds{${list}} and on (${b.LIST}) ${forbidden}`), ...seconds, decimals: 0 },
        'Last read': { expr: b.named(`time() - certvigil_reading_last_success_timestamp_seconds{${list}} and on (${b.LIST}) ${forbidden}`), ...seconds, decimals: 0 },
      },
      { source: 'Source', account_name: 'Account', zone_name: 'Zone' },
      { w: 10, sort: 'Source', about: 'What the token or the plan does not open; what was never read has no last reading.', empty: 'every list may be read' },
    ),
    b.lines('Readings', { '{{source}}': `sum by (source) (rate(certvigil_readings_total{${source}}[$__rate_interval]))` }, {
      unit: 'ops',
      stack: true,
      about: 'Attempts to read a list.',
    }),
    b.lines('Incomplete readings', { '{{reason}}': `sum by (reason) (increase(certvigil_reading_failures_total{${source}}[$__interval]))` }, {
      counts: true,
      about: 'By reason. forbidden and http_4xx also for what was never readable, which is tried once a day.',
    }),
    b.lines(
      'Items',
      { '{{source}}': `sum by (source) (certvigil_reading_items{${list}})` },
      { stack: true, about: 'What the last reading of each list brought.' },
    ),

    b.row("Cloudflare's API"),
    b.lines('Requests by answer', { '{{code}}': `sum by (code) (rate(certvigil_api_requests_total{${daemon}}[$__rate_interval]))` }, {
      unit: 'reqps',
      stack: true,
    }),
    b.lines(
      'Time of a request',
      {
        'half of them': quantile(0.5, 'certvigil_api_request_duration_seconds', ''),
        '95 %': quantile(0.95, 'certvigil_api_request_duration_seconds', ''),
      },
      { ...seconds, about: 'Reading the answer included.' },
    ),
    b.lines('Slowest endpoints', { '{{endpoint}}': `topk(5, max by (endpoint) (certvigil_api_request_duration_seconds_max{${daemon}}))` }, {
      ...seconds,
      about: 'The longest request of the last minutes.',
    }),
    b.lines('Budget left', { '{{credential}}': `min by (credential) (certvigil_api_rate_limit_remaining{${daemon}})` }, {
      about: 'Requests that Cloudflare still takes in its present window, as it last said.',
      empty: 'no answer yet',
    }),
    b.lines('Wait for the budget', { '95 %': quantile(0.95, 'certvigil_api_throttle_wait_seconds', '') }, {
      ...seconds,
      about: 'How long requests wait for their turn.',
    }),
    b.lines('Repeated requests', { '{{reason}}': `sum by (reason) (increase(certvigil_api_retries_total{${daemon}}[$__interval]))` }, { counts: true }),

    b.row('Store and process'),
    b.lines('Store: 95 % of operations within', { '{{operation}}': quantile(0.95, 'certvigil_store_operation_duration_seconds', 'operation, ') }, {
      ...seconds,
      about: 'Waiting for its turn included.',
    }),
    b.lines('Store: operations', { '{{operation}}': `sum by (operation) (rate(certvigil_store_operation_duration_seconds_count{${daemon}}[$__rate_interval]))` }, {
      unit: 'ops',
      stack: true,
    }),
    b.lines('Size of the database', { '{{instance}}': `certvigil_store_size_bytes{${daemon}}` }, { unit: 'bytes', about: 'With its write-ahead log.' }),
    b.lines(
      'Memory',
      {
        'resident, {{instance}}': `process_resident_memory_bytes{${daemon}}`,
        'heap in use, {{instance}}': `jvm_memory_used_bytes{${daemon}, area="heap"}`,
        'heap taken, {{instance}}': `jvm_memory_committed_bytes{${daemon}, area="heap"}`,
      },
      { unit: 'bytes' },
    ),
    b.lines(
      'CPU',
      {
        'all, {{instance}}': `rate(process_cpu_seconds_total{${daemon}}[$__rate_interval])`,
        'collector, {{instance}}': `sum by (instance) (rate(jvm_gc_collection_seconds_sum{${daemon}}[$__rate_interval]))`,
      },
      { unit: 'percentunit', about: '100 % is one core.' },
    ),
    b.lines(
      'Threads and files',
      {
        'threads, {{instance}}': `jvm_threads_current{${daemon}}`,
        'open files, {{instance}}': `process_open_fds{${daemon}}`,
      },
      { about: 'Platform threads.' },
    ),
  ],
});
