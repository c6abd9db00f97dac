/** From events to notifications: routing, grouping, silences, digests. */
@NullMarked
package io.certvigil.notify.compose;

import org.jspecify.annotations.NullMarked;
