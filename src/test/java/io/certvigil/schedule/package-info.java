@NullMarked
package io.certvigil.schedule;

import org.jspecify.annotations.NullMarked;
