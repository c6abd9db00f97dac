/** Notifications to the service manager: readiness, status and watchdog messages. */
@NullMarked
package io.certvigil.systemd;

import org.jspecify.annotations.NullMarked;
