/**
 * Composes events into notifications and delivers each at least once; receivers recognise a
 * duplicate by its id.
 */
@NullMarked
package io.certvigil.notify;

import org.jspecify.annotations.NullMarked;
