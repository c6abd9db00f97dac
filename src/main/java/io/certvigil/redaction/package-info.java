/** Removes the secrets of the config from text that others may have echoed, and from the log. */
@NullMarked
package io.certvigil.redaction;

import org.jspecify.annotations.NullMarked;
