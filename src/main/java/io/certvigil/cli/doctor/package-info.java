/** The doctor: what works, what does not, and what to do about it. */
@NullMarked
package io.certvigil.cli.doctor;

import org.jspecify.annotations.NullMarked;
