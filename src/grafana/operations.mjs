// Whether the daemon works: sweeps, lists, Cloudflare's API, the store, the process.

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
  title: 'Daemon and sweeps',
  about: 'Whether the daemon reads every list, in time, and within its request budget.',
  from: 'now-24h',
  pages: [b.page('Sweeps', '/sweeps'), b.page('Overview', '/')],
  variables: ['datasource', 'job', 'instance', 'source', 'account', 'zone', 'certvigil_url'],
  panels: [
    b.stat('Scrape', `min(up{${daemon}})`, {
      about: 'Whether Prometheus can scrape every daemon.',
      thresholds: b.steps('red', [1, 'green']),
      mappings: b.words({ 0: ['down', 'red'], 1: ['up', 'green'] }),
      empty: 'no target',
    }),
    b.stat('Version', { '{{version}}': `count by (version) (certvigil_build_info{${daemon}})` }, { textMode: 'name' }),
    b.stat('Uptime', `time() - max(process_start_time_seconds{${daemon}})`, { ...seconds, decimals: 0, about: 'Time since the most recent start of any daemon.' }),
    b.stat('Last complete reading', `time() - max(certvigil_reading_last_success_timestamp_seconds{${list}})`, {
      ...seconds,
      decimals: 0,
      about: 'Time since any list was read completely.',
      empty: 'nothing read yet',
    }),
    b.stat('Stale lists', stale, {
      thresholds: b.NONE_IS_GOOD,
      about: 'Lists with read permission that were not read completely for 2.5 times the longest interval.',
      links: [b.page('Sweeps', '/sweeps')],
    }),
    b.stat('Clock skew', `max(abs(certvigil_clock_skew_seconds{${daemon}}))`, {
      ...seconds,
      decimals: 1,
      thresholds: b.steps('green', [30, 'orange'], [300, 'red']),
      about: 'The difference from the clock of Cloudflare.',
      empty: 'no response yet',
    }),
    b.stat('Configuration', `min(certvigil_config_last_reload_successful{${daemon}})`, {
      thresholds: b.steps('red', [1, 'green']),
      mappings: b.words({ 0: ['rejected', 'red'], 1: ['active', 'green'] }),
      about: 'Whether the last reload succeeded.',
    }),
    b.stat('Token expiry', `min(certvigil_api_token_expiry_timestamp_seconds{${daemon}}) - time()`, {
      ...seconds,
      decimals: 1,
      thresholds: b.TIME_LEFT,
      about: 'Time left of the API token that expires first.',
      empty: 'no token expires',
    }),

    b.row('Sweeps'),
    b.lines('Age of the oldest reading', { '{{source}}': `max by (source) (${age})` }, {
      ...seconds,
      about: 'By source: the age of the oldest last complete reading. A sawtooth as high as the sweep interval is normal.',
    }),
    b.lines(
      'Sweeps: interval and duration',
      {
        'interval of {{watch}}': `certvigil_sweep_interval_seconds{${daemon}}`,
        '{{watch}}, mean':
          `sum by (watch) (increase(certvigil_sweep_duration_seconds_sum{${daemon}}[1d]))` +
          ` / sum by (watch) (increase(certvigil_sweep_duration_seconds_count{${daemon}}[1d]))`,
        '{{watch}}, 95th percentile': quantile(0.95, 'certvigil_sweep_duration_seconds', 'watch, ', daemon, '1d'),
      },
      { ...seconds, about: 'Durations of the sweeps of a day. The interval is the effective one, extended if a sweep does not fit the request budget.' },
    ),
    b.states(
      'Sweep in progress',
      { '{{watch}}': `max by (watch) (certvigil_sweep_in_progress{${daemon}})` },
      b.words({ 0: ['idle', 'transparent'], 1: ['sweeping', 'blue'] }),
      { h: 4 },
    ),
    b.lines('Skipped sweeps', { '{{watch}}': `sum by (watch) (increase(certvigil_sweeps_skipped_total{${daemon}}[$__interval]))` }, {
      h: 4,
      counts: true,
      about: 'Not started because the previous sweep had not finished.',
    }),

    b.row('Lists'),
    b.table(
      'Lists',
      {
        Lists: { expr: byAccount(`certvigil_reading_permitted{${account}}`) },
        Readable: { expr: orNone(byAccount(`certvigil_reading_permitted{${account}} == 1`)) },
        'Permission denied': { expr: orNone(byAccount(`certvigil_reading_permitted{${account}} == 0`)), thresholds: b.NONE_IS_BETTER },
        'Never read': {
          expr: orNone(
            byAccount(
              `certvigil_reading_last_attempt_timestamp_seconds{${account}} unless on (${b.LIST}) certvigil_reading_last_success_timestamp_seconds`,
            ),
          ),
          thresholds: b.NONE_IS_BETTER,
        },
        Items: { expr: orNone(b.withAccount(`sum by (job, instance, source, account_id) (certvigil_reading_items{${account}})`)) },
        Missing: {
          expr: orNone(
            b.withAccount(
              `sum by (job, instance, source, account_id) (certvigil_reading_items_expected{${account}} - certvigil_reading_items{${account}})`,
            ),
          ),
          thresholds: b.NONE_IS_GOOD,
        },
      },
      { source: 'Source', account_name: 'Account' },
      { w: 14, sort: 'Source', about: 'Lists by source and account. Missing counts the items that Cloudflare announced but did not return. Not filtered by zone.', empty: 'no attempt yet' },
    ),
    b.table(
      'Lists with permission denied',
      {
        'Last attempt': { expr: b.named(`time() - certvigil_reading_last_attempt_timestamp_seconds{${list}} and on (${b.LIST}) ${forbidden}`), ...seconds, decimals: 0 },
        'Last reading': { expr: b.named(`time() - certvigil_reading_last_success_timestamp_seconds{${list}} and on (${b.LIST}) ${forbidden}`), ...seconds, decimals: 0 },
      },
      { source: 'Source', account_name: 'Account', zone_name: 'Zone' },
      { w: 10, sort: 'Source', about: 'Lists that the token or the plan does not permit to read. A list that was never read has no last reading.', empty: 'every list can be read' },
    ),
    b.lines('Readings', { '{{source}}': `sum by (source) (rate(certvigil_readings_total{${source}}[$__rate_interval]))` }, {
      unit: 'ops',
      stack: true,
      about: 'Attempts to read a list.',
    }),
    b.lines('Incomplete readings', { '{{reason}}': `sum by (reason) (increase(certvigil_reading_failures_total{${source}}[$__interval]))` }, {
      counts: true,
      about: 'By reason. forbidden and http_4xx include lists that were never readable, which are tried once a day.',
    }),
    b.lines(
      'Items',
      { '{{source}}': `sum by (source) (certvigil_reading_items{${list}})` },
      { stack: true, about: 'The number of items in the last reading of each list.' },
    ),

    b.row("Cloudflare's API"),
    b.lines('Requests by status code', { '{{code}}': `sum by (code) (rate(certvigil_api_requests_total{${daemon}}[$__rate_interval]))` }, {
      unit: 'reqps',
      stack: true,
    }),
    b.lines(
      'Request duration',
      {
        median: quantile(0.5, 'certvigil_api_request_duration_seconds', ''),
        '95th percentile': quantile(0.95, 'certvigil_api_request_duration_seconds', ''),
      },
      { ...seconds, about: 'Including the time to read the response.' },
    ),
    b.lines('Slowest endpoints', { '{{endpoint}}': `topk(5, max by (endpoint) (certvigil_api_request_duration_seconds_max{${daemon}}))` }, {
      ...seconds,
      about: 'The longest request of the last few minutes.',
    }),
    b.lines('Remaining budget', { '{{credential}}': `min by (credential) (certvigil_api_rate_limit_remaining{${daemon}})` }, {
      about: 'Requests that Cloudflare still accepts in its current window, as of its last response.',
      empty: 'no response yet',
    }),
    b.lines('Budget wait time', { '95th percentile': quantile(0.95, 'certvigil_api_throttle_wait_seconds', '') }, {
      ...seconds,
      about: 'How long requests wait for the rate limiter.',
    }),
    b.lines('Retried requests', { '{{reason}}': `sum by (reason) (increase(certvigil_api_retries_total{${daemon}}[$__interval]))` }, { counts: true }),

    b.row('Store and process'),
    b.lines('Store: operation duration, 95th percentile', { '{{operation}}': quantile(0.95, 'certvigil_store_operation_duration_seconds', 'operation, ') }, {
      ...seconds,
      about: 'Including the time in the queue.',
    }),
    b.lines('Store: operations', { '{{operation}}': `sum by (operation) (rate(certvigil_store_operation_duration_seconds_count{${daemon}}[$__rate_interval]))` }, {
      unit: 'ops',
      stack: true,
    }),
    b.lines('Database size', { '{{instance}}': `certvigil_store_size_bytes{${daemon}}` }, { unit: 'bytes', about: 'Including the write-ahead log.' }),
    b.lines(
      'Memory',
      {
        'resident, {{instance}}': `process_resident_memory_bytes{${daemon}}`,
        'heap used, {{instance}}': `jvm_memory_used_bytes{${daemon}, area="heap"}`,
        'heap committed, {{instance}}': `jvm_memory_committed_bytes{${daemon}, area="heap"}`,
      },
      { unit: 'bytes' },
    ),
    b.lines(
      'CPU',
      {
        'process, {{instance}}': `rate(process_cpu_seconds_total{${daemon}}[$__rate_interval])`,
        'garbage collector, {{instance}}': `sum by (instance) (rate(jvm_gc_collection_seconds_sum{${daemon}}[$__rate_interval]))`,
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
