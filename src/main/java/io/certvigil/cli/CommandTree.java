package io.certvigil.cli;

import io.certvigil.cli.alerts.AlertCommands;
import io.certvigil.cli.alerts.ExplainCommand;
import io.certvigil.cli.alerts.SilenceAddCommand;
import io.certvigil.cli.alerts.SilenceCommands;
import io.certvigil.cli.certificates.CertificateCommands;
import io.certvigil.cli.certificates.CheckCommand;
import io.certvigil.cli.clientcert.ClientCertCommands;
import io.certvigil.cli.clientcert.ClientCertCreateCommand;
import io.certvigil.cli.daemon.BackupCommands;
import io.certvigil.cli.daemon.DaemonCommands;
import io.certvigil.cli.daemon.RunCommand;
import io.certvigil.cli.doctor.Doctor;
import io.certvigil.cli.outbox.ChannelCommands;
import io.certvigil.cli.outbox.OutboxCommands;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import picocli.CommandLine;

/**
 * All commands, in the order of the help. Reading the options of all of them by reflection takes
 * longer than most commands, so only the command that is asked for is added where that is clear
 * from the first word, and no other can be mentioned.
 */
final class CommandTree {
  private static final Map<String, Consumer<CommandLine>> COMMANDS = commands();

  /** These print all commands. */
  private static final Set<String> OF_ALL = Set.of("help", "completion");

  private CommandTree() {}

  /** Adds the commands that these arguments can mean. */
  static void add(CommandLine root, String... args) {
    var asked = args.length == 0 || OF_ALL.contains(args[0]) ? null : COMMANDS.get(args[0]);
    if (asked != null) {
      asked.accept(root);
    } else {
      COMMANDS.values().forEach(command -> command.accept(root));
    }
  }

  private static Map<String, Consumer<CommandLine>> commands() {
    var all = new LinkedHashMap<String, Consumer<CommandLine>>();
    all.put("run", root -> root.addSubcommand(RunCommand.class));
    all.put("check-config", root -> add(root, DaemonCommands.class, "checkConfig"));
    all.put("doctor", root -> add(root, Doctor.class, "doctor"));
    add(all, DaemonCommands.class, "demo", "sweep");
    add(all, CertificateCommands.class, "list", "show", "history", "diff");
    all.put("check", root -> root.addSubcommand(CheckCommand.class));
    add(all, AlertCommands.class, "alerts", "ack");
    all.put("silence", CommandTree::silence);
    all.put("outbox", CommandTree::outbox);
    all.put("thresholds", CommandTree::thresholds);
    all.put("channel", CommandTree::channel);
    all.put("client-cert", CommandTree::clientCert);
    add(all, DaemonCommands.class, "reload");
    add(all, BackupCommands.class, "backup", "restore");
    add(all, InfoCommands.class, "help", "completion", "version");
    return all;
  }

  private static void silence(CommandLine root) {
    var group = group(root, "silence", "Suppresses notifications of alerts for a limited time.");
    group.addSubcommand(SilenceAddCommand.class);
    add(group, SilenceCommands.class, "list", "end");
  }

  private static void outbox(CommandLine root) {
    var group = group(root, "outbox", "Lists, replays and discards deliveries of notifications.");
    add(group, OutboxCommands.class, "list", "show", "replay", "discard");
  }

  private static void thresholds(CommandLine root) {
    var group = group(root, "thresholds", "Explains when a certificate raises alerts, and why.");
    add(group, ExplainCommand.class, "explain");
  }

  private static void channel(CommandLine root) {
    add(group(root, "channel", "Tests the channels of the config."), ChannelCommands.class, "test");
  }

  private static void clientCert(CommandLine root) {
    var group =
        group(root, "client-cert", "Manages the client certificates of a zone at Cloudflare.");
    add(group, ClientCertCommands.class, "list", "get");
    group.addSubcommand(ClientCertCreateCommand.class);
    add(group, ClientCertCommands.class, "reactivate", "revoke");
  }

  private static CommandLine group(CommandLine above, String name, String description) {
    var line = new CommandLine(Group.class, above.getFactory());
    line.getCommandSpec().usageMessage().description(description);
    above.addSubcommand(name, line);
    return line;
  }

  /** Methods whose names are those of their commands. */
  private static void add(
      Map<String, Consumer<CommandLine>> all, Class<?> commands, String... methods) {
    for (var method : methods) {
      all.put(method, root -> add(root, commands, method));
    }
  }

  /** Adds methods of a class as commands, in the order of the help. */
  private static void add(CommandLine above, Class<?> commands, String... methods) {
    for (var method : methods) {
      above.addSubcommand(CommandLine.getCommandMethods(commands, method).getFirst());
    }
  }
}
