// Whether what was decided reaches people.

import * as b from './board.mjs';
import { channel, daemon } from './board.mjs';

const firing = (severity) => `sum(certvigil_alerts{${daemon}, severity="${severity}"})`;
const pending = `certvigil_notifications_pending{${channel}}`;
const waited = `time() - certvigil_notification_oldest_pending_timestamp_seconds{${channel}}`;
const byChannel = 'job, instance, channel';
const attempts = `sum by (${byChannel}) (increase(certvigil_notifications_total{${channel}}[$__range]))`;
const failures = `sum by (${byChannel}) (increase(certvigil_notification_failures_total{${channel}, reason!="max_age"}[$__range]))`;
const givenUp = `sum by (${byChannel}) (increase(certvigil_notification_failures_total{${channel}, reason="max_age"}[$__range]))`;

const IN_RANGE = 'Within the time range of the dashboard.';
const seconds = { unit: 's', decimals: 0 };

export default b.board('delivery', {
  title: 'Delivery',
  about: 'What fires, what was told, and what waits for whom.',
  from: 'now-24h',
  pages: [b.page('Alerts', '/alerts')],
  variables: ['datasource', 'job', 'instance', 'channel', 'certvigil_url'],
  panels: [
    b.stat('Critical', firing('critical'), { thresholds: b.NONE_IS_GOOD, links: [b.page('Alerts', '/alerts?severity=critical')] }),
    b.stat('Warning', firing('warning'), { thresholds: b.NONE_IS_BETTER, links: [b.page('Alerts', '/alerts?severity=warning')] }),
    b.stat('Info', firing('info'), { links: [b.page('Alerts', '/alerts?severity=info')] }),
    b.stat('Waiting', `sum(${pending})`, { about: 'Deliveries not closed, and events not composed yet.', empty: 'no channel' }),
    b.stat('Longest wait', `max(${waited}) or vector(0)`, {
      ...seconds,
      thresholds: b.steps('green', [900, 'orange'], [1800, 'red']),
      about: 'Of what waits now; 0 where nothing does.',
    }),
    b.stat('Failed attempts', `sum(${failures})`, { thresholds: b.NONE_IS_BETTER, decimals: 0, about: IN_RANGE, empty: 'no channel' }),
    b.stat('Given up', `sum(${givenUp})`, { thresholds: b.NONE_IS_GOOD, decimals: 0, about: `Deliveries that nobody took for a week. ${IN_RANGE}`, empty: 'no channel' }),
    b.stat('Without a route', `sum(increase(certvigil_events_unrouted_total{${daemon}}[$__range]))`, {
      decimals: 0,
      about: `Events that no route takes, and which therefore go to every channel. ${IN_RANGE}`,
    }),

    b.row('Events'),
    b.lines('Events', { '{{type}}': `sum by (type) (increase(certvigil_events_total{${daemon}}[$__interval])) > 0` }, {
      w: 12,
      counts: true,
      about: 'What was decided, by type; each is told to the channels that want it.',
      empty: 'nothing happened in this time',
    }),
    b.lines('Alerts by severity', { '{{severity}}': `sum by (severity) (certvigil_alerts{${daemon}})` }, { w: 6, stack: true, about: 'Those that fire.' }),
    b.bars(
      'Alerts by source',
      {
        '{{source}}': `sum by (source) (certvigil_alerts{${daemon}, source!=""})`,
        'the daemon itself': `sum(certvigil_alerts{${daemon}, source=""})`,
      },
      { w: 6, thresholds: b.NONE_IS_BETTER, about: 'Those that fire.' },
    ),

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
        about: `Attempts, failed and given up: ${IN_RANGE.toLowerCase()} A channel that was never told anything has no last success.`,
        empty: 'no channel is configured',
      },
    ),
    b.lines('Attempts', { '{{channel}}': `sum by (channel) (increase(certvigil_notifications_total{${channel}}[$__interval]))` }, { counts: true, empty: 'no channel' }),
    b.lines(
      'Failures by reason',
      { '{{channel}} {{reason}}': `sum by (channel, reason) (increase(certvigil_notification_failures_total{${channel}}[$__interval])) > 0` },
      { counts: true, about: 'By channel and reason; max_age is what was given up.', empty: 'none in this time' },
    ),
    b.lines('Waiting over time', { '{{channel}}': `sum by (channel) (${pending})` }, { empty: 'no channel' }),
    b.lines('Longest wait over time', { '{{channel}}': `max by (channel) (${waited} or 0 * ${pending})` }, { unit: 's', empty: 'no channel' }),
    b.lines(
      'Since the last success',
      { '{{channel}}': `time() - max by (channel) (certvigil_notification_last_success_timestamp_seconds{${channel}})` },
      { unit: 's', empty: 'nothing was delivered yet', about: 'It grows where nothing is to be told: look whether something waits.' },
    ),
    b.lines(
      'Refreshes of Alertmanager',
      {
        '{{channel}}': `sum by (channel) (increase(certvigil_mirror_refreshes_total{${channel}}[$__interval]))`,
        '{{channel}} failed': `sum by (channel) (increase(certvigil_mirror_refresh_failures_total{${channel}}[$__interval])) > 0`,
      },
      { counts: true, about: 'An Alertmanager is told each minute all that stands.', empty: 'no channel of type alertmanager' },
    ),

    b.row('Heartbeat'),
    b.lines(
      'Heartbeats',
      {
        sent: `sum(increase(certvigil_heartbeats_total{${daemon}}[$__interval]))`,
        failed: `sum(increase(certvigil_heartbeat_failures_total{${daemon}}[$__interval]))`,
      },
      { w: 24, h: 6, counts: true, about: 'Whoever expects them says so when they stay away.', empty: 'no heartbeat is configured' },
    ),
  ],
});
