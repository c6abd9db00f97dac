package io.certvigil.cli;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page certvigil(1) in roff, generated from the commands so that none is missing. */
final class ManPage {
  private static final Set<String> COMMON = Set.of("--config", "--debug", "--help");

  private static final String REST =
      """
      .SH EXIT STATUS
      .TP
      .B 0
      Success.
      .TP
      .B 1
      The command ran, but its result is negative, such as a failed check.
      .TP
      .B 2
      Wrong usage or invalid config.
      .TP
      .B 3
      Cloudflare could not be read.
      .TP
      .B 4
      The store could not be opened, read or written.
      .TP
      .B 130
      Interrupted.
      .SH SIGNALS
      .TP
      .BR SIGTERM ", " SIGINT
      Stop the daemon within ten seconds; no stored data is lost.
      .TP
      .B SIGHUP
      Apply a changed config.
      .SH ENVIRONMENT
      .TP
      .B CLOUDFLARE_API_TOKEN
      The API token, used if there is no config file.
      .TP
      .BR CONFIGURATION_DIRECTORY ", " STATE_DIRECTORY ", " CREDENTIALS_DIRECTORY
      Directories of config, state and secrets; set by systemd.
      .TP
      .BR NOTIFY_SOCKET ", " WATCHDOG_USEC ", " JOURNAL_STREAM
      How the daemon reports to systemd that it is ready and running, and whether the journal reads its log.
      .TP
      .BR JAVA_HOME ", " JAVA_OPTS ", " CERTVIGIL_OPTS
      The Java installation to use if the package includes none, and further JVM options.
      .SH FILES
      .TP
      .I /etc/certvigil/certvigil.yml
      The config file; it explains every key.
      .TP
      .I /etc/certvigil/credentials/
      The secrets that the systemd unit passes to the daemon, one file each, readable by root only.
      .TP
      .I /var/lib/certvigil/certvigil.db
      The store. Members of the group certvigil may read it.
      .SH SEE ALSO
      .BR systemctl (1),
      .BR journalctl (1),
      .BR systemd.exec (5)
      """;

  private final StringBuilder page = new StringBuilder();

  private ManPage() {}

  static String of(CommandSpec root) {
    var man = new ManPage();
    man.head(root);
    man.section("OPTIONS OF EVERY COMMAND");
    root.options().forEach(man::option);
    man.section("COMMANDS");
    man.commands(root);
    man.page.append(REST);
    return man.page.toString();
  }

  private void head(CommandSpec root) {
    var text = description(root);
    var sentence = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    page.append(".TH CERTVIGIL 1\n.SH NAME\n")
        .append(escape(root.name() + " - " + Character.toLowerCase(sentence.charAt(0))))
        .append(escape(sentence.substring(1)));
    page.append("\n.SH SYNOPSIS\n.B certvigil\n.RI [ OPTIONS ]\n.I COMMAND\n.RI [ ARGUMENTS ]\n");
    section("DESCRIPTION");
    line(
        "Certvigil is a daemon that reads every certificate that Cloudflare holds for you. It"
            + " notifies you early, and exactly once, if a certificate is about to expire, has"
            + " changed or can no longer be read. Its commands work with and without a running"
            + " daemon.");
  }

  private void commands(CommandSpec above) {
    above.subcommands().values().stream()
        .map(line -> line.getCommandSpec())
        .filter(spec -> !spec.usageMessage().hidden())
        .forEach(this::command);
  }

  private void command(CommandSpec spec) {
    if (spec.subcommands().isEmpty()) {
      page.append(".SS ").append(synopsis(spec)).append('\n');
      line(description(spec));
      spec.options().stream().filter(option -> !isCommon(option)).forEach(this::option);
      spec.positionalParameters().forEach(this::parameter);
    }
    commands(spec);
  }

  private static String synopsis(CommandSpec spec) {
    var parameters = spec.positionalParameters().stream().map(PositionalParamSpec::paramLabel);
    var words = Stream.concat(Stream.of(spec.qualifiedName()), parameters);
    return escape(words.collect(Collectors.joining(" ")));
  }

  private static boolean isCommon(OptionSpec option) {
    return COMMON.contains(option.longestName());
  }

  private void option(OptionSpec option) {
    if (option.hidden()) {
      return;
    }
    var label = option.arity().max() == 0 ? "" : " " + option.paramLabel();
    term(String.join(", ", option.names()) + label, String.join(" ", option.description()));
  }

  private void parameter(PositionalParamSpec parameter) {
    term(parameter.paramLabel(), String.join(" ", parameter.description()));
  }

  private void term(String term, String text) {
    page.append(".TP\n.B ").append(escape(term)).append('\n');
    line(text);
  }

  private void section(String name) {
    page.append(".SH ").append(name).append('\n');
  }

  private void line(String text) {
    page.append(escape(text)).append('\n');
  }

  private static String description(CommandSpec spec) {
    return String.join(" ", spec.usageMessage().description());
  }

  /**
   * Escapes text for roff: a minus must not become a dash, and no line may begin a roff command.
   */
  private static String escape(String text) {
    var safe = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq");
    return safe.startsWith(".") ? "\\&" + safe : safe;
  }
}
