// For the person on call: what expires soonest, and which lists cannot be read.

import * as b from './board.mjs';
import { account, list, source } from './board.mjs';

const within = (days) => `sum(certvigil_certificates_expiring{${account}, within="${days}d"})`;
const between = (from, to) => `${within(to)} - ${within(from)}`;

const soonest = b.soonest(list, ', name=~"(?i).*\${name:regex}.*"');

const ends = { unit: 'dateTimeAsIso' };
const left = { unit: 's', decimals: 1, thresholds: b.TIME_LEFT };

const readable = `certvigil_reading_last_success_timestamp_seconds{${list}} and on (${b.LIST}) certvigil_reading_permitted == 1`;

export default b.board('certificates', {
  title: 'Certificates and their expiry',
  about: 'What expires soonest, which alerts fire, which lists cannot be read.',
  from: 'now-7d',
  pages: [b.page('Certificates', '/certificates'), b.page('Alerts', '/alerts')],
  variables: ['datasource', 'job', 'instance', 'source', 'account', 'zone', 'name', 'rows', 'certvigil_url'],
  panels: [
    b.stat('Certificates', `sum(certvigil_certificates{${list}})`, { about: 'With any status.', empty: 'nothing read yet' }),
    b.stat('Expired', within(0), {
      about: 'Expired certificates that Cloudflare still lists, without revoked and deleted ones. Not filtered by zone.',
      thresholds: b.NONE_IS_BETTER,
      empty: 'nothing read yet',
    }),
    b.stat('Expire in 7 days', between(0, 7), { about: 'Not filtered by zone.', thresholds: b.NONE_IS_GOOD, empty: 'nothing read yet' }),
    b.stat('Expire in 30 days', between(0, 30), { about: 'Not filtered by zone.', thresholds: b.NONE_IS_BETTER, empty: 'nothing read yet' }),
    b.stat('Expire in 90 days', between(0, 90), { about: 'Not filtered by zone.', empty: 'nothing read yet' }),
    b.stat('Firing alerts', `sum(certvigil_alerts{${source}})`, {
      about: 'Of every severity. Not filtered by account or zone.',
      thresholds: b.NONE_IS_BETTER,
      links: [b.page('Alerts', '/alerts')],
    }),
    b.stat('Oldest reading', `time() - min(${readable})`, {
      about: 'The age of the oldest last complete reading, among the lists with read permission.',
      unit: 's',
      decimals: 0,
      empty: 'nothing read yet',
      links: [b.page('Sweeps', '/sweeps')],
    }),
    b.stat('Permission denied', `count(certvigil_reading_permitted{${list}} == 0) or vector(0)`, {
      about: 'Lists that the token or the plan does not permit to read: their certificates are not monitored.',
      thresholds: b.NONE_IS_BETTER,
      links: [b.page('Sweeps', '/sweeps')],
    }),

    b.table(
      'Expiring soonest',
      {
        'Time left': { expr: b.named(`bottomk($rows, ${soonest}) - time()`), ...left },
        Expires: { expr: b.named(`bottomk($rows, ${soonest}) * 1000`), ...ends },
      },
      {
        name: 'Name',
        zone_name: 'Zone',
        account_name: 'Account',
        source: 'Source',
        status: 'Status',
        issuer: 'Issuer',
        hosts: 'Hosts',
        certificate_id: 'Id',
      },
      {
        w: 24,
        h: 12,
        sort: 'Time left',
        lead: 1,
        about: `${b.SINGLE_CERTIFICATES} Certificates that are revoked, deleted, or expired more than 30 days ago are left out.`,
        empty: 'nothing read yet',
        links_of: {
          name: [b.page('Show in Certvigil', '/certificates?q=${__data.fields.Id:percentencode}')],
        },
      },
    ),

    b.chart(
      'Expiries by week',
      `label_replace(sum by (week) (certvigil_certificates_expiring_in_week{${source}, week!="later"}), "week", "0$1", "week", "(.)")`,
      { along: 'week', w: 14, about: 'Week 0 is the next seven days. Without expired, revoked and deleted certificates. Not filtered by account or zone.' },
    ),
    b.bars(
      'Time left',
      {
        expired: within(0),
        'under 7 d': between(0, 7),
        '7 to 14 d': between(7, 14),
        '14 to 30 d': between(14, 30),
        '30 to 60 d': between(30, 60),
        '60 to 90 d': between(60, 90),
      },
      { w: 10, about: 'Each certificate is in one bar. Not filtered by zone.', empty: 'nothing read yet' },
    ),

    b.table(
      'Earliest expiry of each list',
      {
        'Time left': { expr: b.named(`certvigil_earliest_not_after_timestamp_seconds{${list}} - time()`), ...left },
        Expires: { expr: b.named(`certvigil_earliest_not_after_timestamp_seconds{${list}} * 1000`), ...ends },
      },
      { zone_name: 'Zone', account_name: 'Account', source: 'Source' },
      {
        w: 14,
        sort: 'Time left',
        about: 'In every mode of metrics.certificates. Expired certificates are included while Cloudflare lists them, revoked and deleted ones are not.',
        empty: 'nothing read yet',
      },
    ),
    b.lines('Alerts by severity', { '{{severity}}': `sum by (severity) (certvigil_alerts{${source}})` }, {
      w: 10,
      h: 10,
      stack: true,
      about: 'Firing alerts. Not filtered by account or zone.',
    }),

    b.lines('Changes', { '{{change}}': `sum by (change) (increase(certvigil_certificate_changes_total{${source}}[$__interval]))` }, {
      w: 14,
      counts: true,
      about: 'Certificates that appeared, were renewed, changed or disappeared in each interval. The first reading of a list counts no changes.',
    }),
    b.bars(
      'No known expiry',
      { '{{reason}}': `sum by (reason) (certvigil_certificates_without_expiry{${list}})` },
      { w: 5, about: 'none: never expires by design. unreadable: no alert will be sent before it expires.', empty: 'nothing read yet' },
    ),
    b.bars(
      'Certificate series',
      {
        exported: `sum(certvigil_certificate_series{${b.daemon}})`,
        'over max_series': `sum(certvigil_certificate_series_dropped{${b.daemon}})`,
      },
      { w: 5, about: 'How many certificates have their own series: 0 with metrics.certificates: none.' },
    ),
  ],
});
