// Whether notifications reach their receivers.

import * as b from './board.mjs';
import { channel, daemon } from './board.mjs';

const firing = (severity) => `sum(certvigil_alerts{${daemon}, severity="${severity}"})`;
const pending = `certvigil_notifications_pending{${channel}}`;
const waited = `time() - certvigil_notification_oldest_pending_timestamp_seconds{${channel}}`;
const byChannel = 'job, instance, channel';
const attempts = `sum by (${byChannel}) (increase(certvigil_notifications_total{${channel}}[$__range]))`;
const failures = `sum by (${byChannel}) (increase(certvigil_notification_failures_total{${channel}, reason!="max_age"}[$__range]))`;
const givenUp = `sum by (${byChannel}) (increase(certvigil_notification_failures_total{${channel}, reason="max_age"}[$__range]))`;

const IN_RANGE = 'In the time range of the dashboard.';
const seconds = { unit: 's', decimals: 0 };

export default b.board('delivery', {
  title: 'Alerts and channels',
  about: 'Which alerts fire, which notifications were sent, and which are waiting.',
  from: 'now-24h',
  pages: [b.page('Alerts', '/alerts')],
  variables: ['datasource', 'job', 'instance', 'channel', 'certvigil_url'],
  panels: [
    b.stat('Critical', firing('critical'), { thresholds: b.NONE_IS_GOOD, links: [b.page('Alerts', '/alerts?severity=critical')] }),
    b.stat('Warning', firing('warning'), { thresholds: b.NONE_IS_BETTER, links: [b.page('Alerts', '/alerts?severity=warning')] }),
    b.stat('Info', firing('info'), { links: [b.page('Alerts', '/alerts?severity=info')] }),
    b.stat('Waiting', `sum(${pending})`, { about: 'Open deliveries, and events without a delivery yet.', empty: 'no channel' }),
    b.stat('Longest wait', `max(${waited}) or vector(0)`, {
      ...seconds,
      thresholds: b.steps('green', [900, 'orange'], [1800, 'red']),
      about: 'The longest wait of what is waiting now; 0 if nothing is.',
    }),
    b.stat('Failed attempts', `sum(${failures})`, { thresholds: b.NONE_IS_BETTER, decimals: 0, about: IN_RANGE, empty: 'no channel' }),
    b.stat('Given up', `sum(${givenUp})`, { thresholds: b.NONE_IS_GOOD, decimals: 0, about: `Deliveries that their receiver did not accept for a week. ${IN_RANGE}`, empty: 'no channel' }),
    b.stat('Unrouted events', `sum(increase(certvigil_events_unrouted_total{${daemon}}[$__range]))`, {
      decimals: 0,
      about: `Events that match no route and are therefore sent to every channel. ${IN_RANGE}`,
    }),

    b.row('Events'),
    b.lines('Events', { '{{type}}': `sum by (type) (increase(certvigil_events_total{${daemon}}[$__interval])) > 0` }, {
      w: 12,
      counts: true,
      about: 'Events by type. Each is sent to the channels that its routes select.',
      empty: 'no events in this time range',
    }),
    b.lines('Alerts by severity', { '{{severity}}': `sum by (severity) (certvigil_alerts{${daemon}})` }, { w: 6, stack: true, about: 'Firing alerts.' }),
    b.bars(
      'Alerts by source',
      {
        '{{source}}': `sum by (source) (certvigil_alerts{${daemon}, source!=""})`,
        'the daemon itself': `sum(certvigil_alerts{${daemon}, source=""})`,
      },
      { w: 6, thresholds: b.NONE_IS_BETTER, about: 'Firing alerts.' },
    ),

    b.lines('Blocked renewals and deadlines', { '{{kind}}, {{severity}}': `sum by (kind, severity) (certvigil_conditions{${daemon}}) > 0` }, {
      w: 24,
      about: 'Packs and custom hostnames that will not renew, and zones and custom hostnames that Cloudflare may delete.',
      empty: 'none',
    }),

    b.row('Channels'),
    b.table(
      'Channels',
      {
        Waiting: { expr: `sum by (${byChannel}) (${pending})` },
        'Longest wait': {
          expr: `max by (${byChannel}) (${waited} or 0 * ${pending})`,
          ...seconds,
          thresholds: b.steps('green', [900, 'orange'], [1800, 'red']),
        },
        'Last success': {
          expr: `time() - max by (${byChannel}) (certvigil_notification_last_success_timestamp_seconds{${channel}})`,
          ...seconds,
        },
        Attempts: { expr: attempts, decimals: 0 },
        Failed: { expr: failures, decimals: 0, thresholds: b.NONE_IS_BETTER },
        'Given up': { expr: givenUp, decimals: 0, thresholds: b.NONE_IS_GOOD },
      },
      { channel: 'Channel', instance: 'Daemon' },
      {
        w: 24,
        h: 8,
        sort: 'Longest wait',
        desc: true,
        about: `Attempts, failed and given up: ${IN_RANGE.toLowerCase()} A channel that has never delivered anything has no last success.`,
        empty: 'no channel is configured',
      },
    ),
    b.lines('Attempts', { '{{channel}}': `sum by (channel) (increase(certvigil_notifications_total{${channel}}[$__interval]))` }, { counts: true, empty: 'no channel' }),
    b.lines(
      'Failures by reason',
      { '{{channel}} {{reason}}': `sum by (channel, reason) (increase(certvigil_notification_failures_total{${channel}}[$__interval])) > 0` },
      { counts: true, about: 'By channel and reason; max_age counts the deliveries that were given up.', empty: 'none in this time range' },
    ),
    b.lines('Waiting over time', { '{{channel}}': `sum by (channel) (${pending})` }, { empty: 'no channel' }),
    b.lines('Longest wait over time', { '{{channel}}': `max by (channel) (${waited} or 0 * ${pending})` }, { unit: 's', empty: 'no channel' }),
    b.lines(
      'Time since the last success',
      { '{{channel}}': `time() - max by (channel) (certvigil_notification_last_success_timestamp_seconds{${channel}})` },
      { unit: 's', empty: 'nothing delivered yet', about: 'It also grows if there is nothing to send: check whether anything is waiting.' },
    ),
    b.lines(
      'Alertmanager refreshes',
      {
        '{{channel}}': `sum by (channel) (increase(certvigil_mirror_refreshes_total{${channel}}[$__interval]))`,
        '{{channel}} failed': `sum by (channel) (increase(certvigil_mirror_refresh_failures_total{${channel}}[$__interval])) > 0`,
      },
      { counts: true, about: 'Each minute every active alert is sent to an Alertmanager again.', empty: 'no channel of type alertmanager' },
    ),

    b.row('Heartbeat'),
    b.lines(
      'Heartbeats',
      {
        sent: `sum(increase(certvigil_heartbeats_total{${daemon}}[$__interval]))`,
        failed: `sum(increase(certvigil_heartbeat_failures_total{${daemon}}[$__interval]))`,
      },
      { w: 24, h: 6, counts: true, about: 'The monitoring service that receives them alerts if they stop.', empty: 'no heartbeat is configured' },
    ),
  ],
});
