/** What the service manager is told: that the daemon is ready, what it does, that it lives. */
@NullMarked
package io.certvigil.systemd;

import org.jspecify.annotations.NullMarked;
