// The first look: whether anything needs attention. The other dashboards show the details.

import * as b from './board.mjs';
import { daemon } from './board.mjs';

const account = `${daemon}, account_id=~"$account"`;
const within = (days) => `sum(certvigil_certificates_expiring{${account}, within="${days}d"})`;
const firing = (severity) => `sum(certvigil_alerts{${daemon}, severity="${severity}"})`;
const readable = `certvigil_reading_last_success_timestamp_seconds{${account}} and on (${b.LIST}) certvigil_reading_permitted == 1`;
const soonest = `bottomk(15, ${b.soonest(account)})`;

const NOT_YET = { empty: 'nothing read yet' };
const ALL = 'Of every account.';

export default b.board('overview', {
  title: 'Overview',
  about: 'Whether anything needs attention: certificates that expire, blocked renewals, what cannot be read or sent.',
  from: 'now-7d',
  pages: [b.page('Overview', '/'), b.page('Alerts', '/alerts')],
  variables: ['datasource', 'job', 'instance', 'account', 'certvigil_url'],
  panels: [
    b.stat('Certvigil', `min(up{${daemon}})`, {
      about: 'Whether Prometheus reaches every daemon.',
      thresholds: b.steps('red', [1, 'green']),
      mappings: b.words({ 0: ['down', 'red'], 1: ['up', 'green'] }),
      empty: 'no daemon',
    }),
    b.stat('Critical alerts', firing('critical'), { thresholds: b.NONE_IS_GOOD, about: ALL, links: [b.page('Alerts', '/alerts?severity=critical')] }),
    b.stat('Warnings', firing('warning'), { thresholds: b.NONE_IS_BETTER, about: ALL, links: [b.page('Alerts', '/alerts?severity=warning')] }),
    b.stat('Expired', within(0), {
      ...NOT_YET,
      about: 'Expired certificates that Cloudflare still lists, without revoked and deleted ones.',
      thresholds: b.NONE_IS_BETTER,
    }),
    b.stat('Expire in 7 days', `${within(7)} - ${within(0)}`, { ...NOT_YET, thresholds: b.NONE_IS_GOOD }),
    b.stat('Expire in 30 days', `${within(30)} - ${within(0)}`, { ...NOT_YET, thresholds: b.NONE_IS_BETTER, about: 'Those of the next 7 days are included.' }),
    b.stat('Oldest reading', `time() - min(${readable})`, {
      ...NOT_YET,
      unit: 's',
      decimals: 0,
      about: 'How old the oldest data is, among the lists that Certvigil may read.',
      links: [b.page('Sweeps', '/sweeps')],
    }),
    b.stat('Token expiry', `min(certvigil_api_token_expiry_timestamp_seconds{${daemon}}) - time()`, {
      unit: 's',
      decimals: 1,
      thresholds: b.TIME_LEFT,
      about: 'Time left of the API token that expires first. Without a token nothing is read.',
      empty: 'no token expires',
    }),

    b.table(
      'Expires soonest',
      { 'Time left': { expr: `${b.named(`${soonest}`)} - time()`, unit: 's', decimals: 1, thresholds: b.TIME_LEFT } },
      { name: 'Name', zone_name: 'Zone', account_name: 'Account', source: 'Source', certificate_id: 'Id' },
      {
        ...NOT_YET,
        w: 16,
        sort: 'Time left',
        lead: 1,
        about: `${b.SINGLE_CERTIFICATES} Without certificates that are revoked, deleted, or expired more than 30 days ago.`,
        links_of: { name: [b.page('Show in Certvigil', '/certificates?q=${__data.fields.Id:percentencode}')] },
      },
    ),
    b.table(
      'Will not renew, or may be deleted',
      { Number: { expr: b.withAccount(`sum by (job, instance, account_id, kind, severity) (certvigil_conditions{${account}}) > 0`) } },
      { kind: 'Kind', severity: 'Severity', account_name: 'Account' },
      {
        w: 8,
        sort: 'Number',
        desc: true,
        about: 'Packs and custom hostnames whose certificate is not renewed, and zones and custom hostnames that Cloudflare may delete.',
        empty: 'none',
        links_of: { kind: [b.page('Overview', '/')] },
      },
    ),

    b.chart(
      'Expiries by week',
      `label_replace(sum by (week) (certvigil_certificates_expiring_in_week{${daemon}, week!="later"}), "week", "0$1", "week", "(.)")`,
      { along: 'week', w: 16, about: `Week 0 is the next seven days. Without expired, revoked and deleted certificates. ${ALL}` },
    ),
    b.bars('Notifications that wait', { '{{channel}}': `sum by (channel) (certvigil_notifications_pending{${daemon}})` }, {
      w: 8,
      thresholds: b.NONE_IS_BETTER,
      about: 'Alerts that a channel has not delivered yet. If the number does not fall, its receiver does not accept them.',
      empty: 'no channel',
      links: [b.page('Channels', '/channels')],
    }),
  ],
});
