/** Commands about certificates. */
@NullMarked
package io.certvigil.cli.certificates;

import org.jspecify.annotations.NullMarked;
