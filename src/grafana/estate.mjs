// For a weekly review: how many certificates there are, of which kind, where, and when they expire.

import * as b from './board.mjs';
import { account, daemon, list, source } from './board.mjs';

const all = `certvigil_certificates{${list}}`;

const inWeeks = (weeks) => `sum(certvigil_certificates_expiring_in_week{${source}, week=~"${weeks}"})`;
const changed = (change) => `sum(increase(certvigil_certificate_changes_total{${source}, change="${change}"}[$__range]))`;

const BY_ZONE = 'job, instance, account_id, zone_id';
const next = (metric) => `min by (${BY_ZONE}) (${metric}{${list}} > time())`;
const first = `min by (${BY_ZONE}) (certvigil_earliest_not_after_timestamp_seconds{${list}})`;

const NOT_YET = { empty: 'nothing read yet' };
const WEEKS = 'Not filtered by account or zone. Without expired, revoked and deleted certificates.';
const IN_RANGE = 'In the time range of the dashboard. Not filtered by account or zone.';

export default b.board('estate', {
  title: 'Inventory',
  about: 'How many certificates there are, of which kind, where, and when they expire.',
  from: 'now-30d',
  pages: [b.page('Certificates', '/certificates'), b.page('Changes', '/changes')],
  variables: ['datasource', 'job', 'instance', 'source', 'account', 'zone', 'certvigil_url'],
  panels: [
    b.stat('Certificates', `sum(${all})`, { ...NOT_YET, about: 'With any status.' }),
    b.stat('Accounts', `count(count by (account_id) (certvigil_account_info{${daemon}, account_id=~"$account", account_id!~"user:.*"}))`, NOT_YET),
    b.stat('Zones', `count(count by (zone_id) (certvigil_zone_info{${daemon}, account_id=~"$account", zone_id=~"$zone"}))`, NOT_YET),
    b.stat('Lists', `count(certvigil_reading_permitted{${list}})`, { ...NOT_YET, about: 'One for each source of each account and zone.' }),
    b.stat('Expire within a quarter', inWeeks('[0-9]|1[0-2]'), { ...NOT_YET, about: `In the next 13 weeks. ${WEEKS}` }),
    b.stat('Expire within a year', inWeeks('[0-9]|[1-4][0-9]|5[0-1]'), { ...NOT_YET, about: `In the next 52 weeks. ${WEEKS}` }),
    b.stat('Expire later', inWeeks('5[2-9]|later'), { ...NOT_YET, about: WEEKS }),
    b.stat('Without expiry', `sum(certvigil_certificates_without_expiry{${list}})`, { ...NOT_YET, about: 'Never expires by design, or its expiry cannot be read.' }),

    b.row('Certificates now'),
    b.bars('By source', { '{{source}}': `sort_desc(sum by (source) (${all}))` }, NOT_YET),
    b.bars('By status', { '{{status}}': `sort_desc(sum by (status) (${all}))` }, { ...NOT_YET, about: "The status as Cloudflare reports it; none if the list has no status." }),
    b.bars('By account', { '{{account_name}}': `sort_desc(sum by (account_name) (${b.withAccount(all)}))` }, NOT_YET),
    b.table(
      'By zone',
      {
        Certificates: { expr: b.named(`sum by (${BY_ZONE}) (${all}) > 0`) },
        'Next expiry': {
          expr: b.named(
            `(${next('certvigil_certificate_not_after_timestamp_seconds')} or ${next('certvigil_earliest_not_after_timestamp_seconds')} or ${first}) - time()`,
          ),
          unit: 's',
          decimals: 1,
          thresholds: b.TIME_LEFT,
        },
      },
      { zone_name: 'Zone', account_name: 'Account' },
      {
        ...NOT_YET,
        sort: 'Certificates',
        desc: true,
        about:
          'Certificates of an account are in the row without a zone. If certificates have no series, the earliest expiry of each list is' +
          ' used; a negative value has passed, and hides later ones.',
      },
    ),
    b.bars('By issuer', { '{{issuer}}': `sort_desc(topk(15, count by (issuer) (certvigil_certificate_info{${source}})))` }, {
      w: 12,
      h: 10,
      about:
        'The 15 issuers with the most certificates, among the certificates that have series: every one with metrics.certificates: all,' +
        ' those that expire soon or have an alert with expiring. Not filtered by account or zone.',
      empty: 'needs metrics.certificates: expiring or all, and a certificate with series',
    }),

    b.row('Expiry'),
    b.chart(
      'Expiries by week and source',
      `label_replace(sum by (week, source) (certvigil_certificates_expiring_in_week{${source}, week!="later"}), "week", "0$1", "week", "(.)")`,
      { along: 'week', by: 'source', w: 24, h: 9, about: `Week 0 is the next seven days. ${WEEKS}` },
    ),

    b.row('Changes over time'),
    b.lines('Certificates over time', { '{{source}}': `sum by (source) (${all})` }, { ...NOT_YET, w: 12, stack: true }),
    b.lines('Changes', { '{{change}}': `sum by (change) (increase(certvigil_certificate_changes_total{${source}}[$__interval]))` }, {
      w: 12,
      counts: true,
      about: 'Not filtered by account or zone.',
    }),
    b.stat('Appeared', changed('appeared'), { w: 4, decimals: 0, about: IN_RANGE }),
    b.stat('Renewed', changed('renewed'), { w: 4, decimals: 0, about: IN_RANGE }),
    b.stat('Disappeared', changed('disappeared'), { w: 4, decimals: 0, about: IN_RANGE }),
    b.stat('Status changed', changed('status'), { w: 4, decimals: 0, about: IN_RANGE }),
    b.stat('Expiry changed', changed('expiry'), { w: 4, decimals: 0, about: IN_RANGE }),
    b.stat('Other changes', changed('metadata'), { w: 4, decimals: 0, about: IN_RANGE }),
  ],
});
