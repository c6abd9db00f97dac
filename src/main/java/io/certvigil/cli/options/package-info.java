/** Options that several commands share. */
@NullMarked
package io.certvigil.cli.options;

import org.jspecify.annotations.NullMarked;
