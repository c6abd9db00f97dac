/** Messages for people, independent of the channel: lines, tables, digests and their text. */
@NullMarked
package io.certvigil.notify.message;

import org.jspecify.annotations.NullMarked;
