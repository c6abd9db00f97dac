package io.certvigil.cli;

import io.certvigil.app.Version;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;

/**
 * Everything outside of a command, so that tests can hand it in.
 *
 * @param width columns of the terminal that {@code out} is; 0 where it is none
 * @param talks whether {@code err} is a terminal, so that progress may be drawn on it
 */
record World(
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    String hostName,
    int width,
    boolean talks,
    InstantSource clock,
    Version version) {}
