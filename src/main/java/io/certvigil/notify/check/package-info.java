/** Building, testing and probing the configured channels. */
@NullMarked
package io.certvigil.notify.check;

import org.jspecify.annotations.NullMarked;
