/** The doctor: checks the installation and gives advice for each problem. */
@NullMarked
package io.certvigil.cli.doctor;

import org.jspecify.annotations.NullMarked;
