// What whoever is on call looks at: what ends soonest, and what is hidden from us.

import * as b from './board.mjs';
import { account, list, source } from './board.mjs';

const MODE =
  'Single certificates need metrics.certificates: expiring (those near their end, or with an alert) or all. Where a daemon shows' +
  ' none, the soonest end of each of its lists stands here instead, without a name.';

const within = (days) => `sum(certvigil_certificates_expiring{${account}, within="${days}d"})`;
const between = (from, to) => `${within(to)} - ${within(from)}`;

// Revoked and deleted ones are over; what expired a month ago is history.
const single = `(
    certvigil_certificate_not_after_timestamp_seconds{${list}, name=~"(?i).*\${name:regex}.*"}
    unless on (job, instance, source, certificate_id) certvigil_certificate_info{status=~"revoked|deleted"}
  ) > time() - 30 * 86400`;

const soonest = `(
    (${single}) * on (job, instance, source, certificate_id) group_left (status, issuer, hosts) certvigil_certificate_info
  ) or (
    certvigil_earliest_not_after_timestamp_seconds{${list}} unless on (job, instance) certvigil_certificate_series > 0
  )`;

const ends = { unit: 'dateTimeAsIso' };
const left = { unit: 's', decimals: 1, thresholds: b.TIME_LEFT };

const readable = `certvigil_reading_last_success_timestamp_seconds{${list}} and on (${b.LIST}) certvigil_reading_permitted == 1`;

export default b.board('certificates', {
  title: 'Certificates',
  about: 'What ends soonest, what fires, what cannot be read.',
  from: 'now-7d',
  pages: [b.page('Certificates', '/certificates'), b.page('Alerts', '/alerts')],
  variables: ['datasource', 'job', 'instance', 'source', 'account', 'zone', 'name', 'rows', 'certvigil_url'],
  panels: [
    b.stat('Certificates', `sum(certvigil_certificates{${list}})`, { about: 'Whatever their status.', empty: 'nothing read yet' }),
    b.stat('Expired', within(0), {
      about: 'Still listed by Cloudflare; revoked and deleted ones do not count. Not by zone.',
      thresholds: b.NONE_IS_BETTER,
      empty: 'nothing read yet',
    }),
    b.stat('End in 7 days', between(0, 7), { about: 'Not by zone.', thresholds: b.NONE_IS_GOOD, empty: 'nothing read yet' }),
    b.stat('End in 30 days', between(0, 30), { about: 'Not by zone.', thresholds: b.NONE_IS_BETTER, empty: 'nothing read yet' }),
    b.stat('End in 90 days', between(0, 90), { about: 'Not by zone.', empty: 'nothing read yet' }),
    b.stat('Alerts that fire', `sum(certvigil_alerts{${source}})`, {
      about: 'All severities. Not by account or zone.',
      thresholds: b.NONE_IS_BETTER,
      links: [b.page('Alerts', '/alerts')],
    }),
    b.stat('Oldest reading', `time() - min(${readable})`, {
      about: 'Age of the last complete reading of the list that was read longest ago, of those that may be read.',
      unit: 's',
      decimals: 0,
      empty: 'nothing read yet',
      links: [b.page('Sweeps', '/sweeps')],
    }),
    b.stat('Forbidden lists', `count(certvigil_reading_permitted{${list}} == 0) or vector(0)`, {
      about: 'Lists that the token or the plan does not open: nobody watches what is in them.',
      thresholds: b.NONE_IS_BETTER,
      links: [b.page('Sweeps', '/sweeps')],
    }),

    b.table(
      'Soonest ends',
      {
        'Time left': { expr: b.named(`bottomk($rows, ${soonest}) - time()`), ...left },
        Ends: { expr: b.named(`bottomk($rows, ${soonest}) * 1000`), ...ends },
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
        about: `${MODE} Revoked and deleted ones are left out, and what expired more than 30 days ago.`,
        empty: 'nothing read yet',
        links_of: {
          name: [b.page('Show in Certvigil', '/certificates?q=${__data.fields.Id:percentencode}')],
        },
      },
    ),

    b.chart(
      'Ends by week',
      `label_replace(sum by (week) (certvigil_certificates_expiring_in_week{${source}, week!="later"}), "week", "0$1", "week", "(.)")`,
      { along: 'week', w: 14, about: '0 is the next seven days. Expired, revoked and deleted ones do not count. Not by account or zone.' },
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
      { w: 10, about: 'Each certificate is in one bar. Not by zone.', empty: 'nothing read yet' },
    ),

    b.table(
      'Soonest end of each list',
      {
        'Time left': { expr: b.named(`certvigil_earliest_not_after_timestamp_seconds{${list}} - time()`), ...left },
        Ends: { expr: b.named(`certvigil_earliest_not_after_timestamp_seconds{${list}} * 1000`), ...ends },
      },
      { zone_name: 'Zone', account_name: 'Account', source: 'Source' },
      {
        w: 14,
        sort: 'Time left',
        about: 'In every mode. Expired ones count as long as Cloudflare lists them, revoked and deleted ones do not.',
        empty: 'nothing read yet',
      },
    ),
    b.lines('Alerts by severity', { '{{severity}}': `sum by (severity) (certvigil_alerts{${source}})` }, {
      w: 10,
      h: 10,
      stack: true,
      about: 'Alerts that fire. Not by account or zone.',
    }),

    b.lines('Changes', { '{{change}}': `sum by (change) (increase(certvigil_certificate_changes_total{${source}}[$__interval]))` }, {
      w: 14,
      counts: true,
      about: 'What came, was renewed, changed or went, for each interval. What is found when a list is first read is no change.',
    }),
    b.bars(
      'No end known',
      { '{{reason}}': `sum by (reason) (certvigil_certificates_without_expiry{${list}})` },
      { w: 5, about: 'none: it has no end by design. unreadable: nobody will be warned.', empty: 'nothing read yet' },
    ),
    b.bars(
      'Series of certificates',
      {
        shown: `sum(certvigil_certificate_series{${b.daemon}})`,
        'beyond max_series': `sum(certvigil_certificate_series_dropped{${b.daemon}})`,
      },
      { w: 5, about: 'How many certificates have series of their own: with metrics.certificates: none, 0.' },
    ),
  ],
});
