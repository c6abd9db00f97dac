/** The heartbeat to a dead man's switch. */
@NullMarked
package io.certvigil.notify.heartbeat;

import org.jspecify.annotations.NullMarked;
