/**
 * The fault campaign of alert delivery: the built daemon as a process, killed, with a full disk and
 * a clock that jumps, and a judge that reads the receivers' logs and the database and shares no
 * code with the daemon.
 */
@NullMarked
package io.certvigil.campaign;

import org.jspecify.annotations.NullMarked;
