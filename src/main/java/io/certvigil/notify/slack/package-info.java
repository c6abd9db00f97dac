/** The Slack channel: blocks of an incoming webhook, and what its answers mean. */
@NullMarked
package io.certvigil.notify.slack;

import org.jspecify.annotations.NullMarked;
