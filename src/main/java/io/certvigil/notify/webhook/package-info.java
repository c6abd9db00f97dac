/** The webhook channel: the signed body of Standard Webhooks. */
@NullMarked
package io.certvigil.notify.webhook;

import org.jspecify.annotations.NullMarked;
