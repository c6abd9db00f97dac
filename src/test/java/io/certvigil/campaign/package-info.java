/**
 * The fault campaign of alert delivery: runs the built daemon as a process with kills, a full disk
 * and clock jumps. A verifier that shares no code with the daemon compares the received messages
 * with the database.
 */
@NullMarked
package io.certvigil.campaign;

import org.jspecify.annotations.NullMarked;
