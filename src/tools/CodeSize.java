import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EmptyStatementTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;

/**
 * Prints the size of the code by room: files, lines, statements, public top-level types, and the
 * sum of the cyclomatic complexities. With a Git revision as argument, each cell shows that
 * revision, then the working tree.
 *
 * <p>A statement is what Java's grammar calls one, except blocks and empty ones; a declared field
 * counts too, a type does not. A method's or lambda's complexity is 1 plus one for each {@code if},
 * loop, {@code case} label, {@code catch}, {@code ?:}, {@code &&} and {@code ||} in it.
 */
final class CodeSize {
  private static final String BASE = "java/io/certvigil";

  private long files;
  private long lines;
  private long statements;
  private long publicTypes;
  private long complexity;

  static void main(String... args) throws IOException, InterruptedException {
    for (var part : List.of("main", "test")) {
      var now = rooms(Path.of("src", part, BASE));
      var before = args.length == 0 ? now : rooms(checkedOut(args[0], "src/" + part));
      print("src/" + part, before, now, args.length > 0);
    }
  }

  /** The sources of a revision, in a temporary folder. */
  private static Path checkedOut(String revision, String folder)
      throws IOException, InterruptedException {
    var target = Files.createTempDirectory("code-size");
    var git =
        ProcessBuilder.startPipeline(
            List.of(
                new ProcessBuilder("git", "archive", revision, folder)
                    .redirectError(ProcessBuilder.Redirect.INHERIT),
                new ProcessBuilder("tar", "-x", "-C", target.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)));
    for (var process : git) {
      if (process.waitFor() != 0) {
        throw new IOException(revision + " is not a revision of this repository with " + folder);
      }
    }
    return target.resolve(folder).resolve(BASE);
  }

  private static Map<String, CodeSize> rooms(Path root) throws IOException {
    var rooms = new TreeMap<String, CodeSize>();
    List<Path> sources;
    try (Stream<Path> all = Files.walk(root)) {
      sources = all.filter(file -> file.toString().endsWith(".java")).toList();
    }
    for (var source : sources) {
      var path = root.relativize(source);
      var room = path.getNameCount() == 1 ? "(root)" : path.getName(0).toString();
      rooms.computeIfAbsent(room, name -> new CodeSize()).countLines(source);
    }
    for (var unit : parsed(sources)) {
      var path = root.toUri().relativize(unit.getSourceFile().toUri()).getPath();
      var room = path.contains("/") ? path.substring(0, path.indexOf('/')) : "(root)";
      rooms.get(room).count(unit);
    }
    return rooms;
  }

  private static Iterable<? extends CompilationUnitTree> parsed(List<Path> sources)
      throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var manager = compiler.getStandardFileManager(null, null, UTF_8);
    var units = manager.getJavaFileObjectsFromPaths(sources);
    return ((JavacTask) compiler.getTask(null, manager, null, null, null, units)).parse();
  }

  private void countLines(Path source) {
    files++;
    try (Stream<String> all = Files.lines(source)) {
      lines += all.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void count(CompilationUnitTree unit) {
    publicTypes +=
        unit.getTypeDecls().stream()
            .filter(ClassTree.class::isInstance)
            .filter(type -> ((ClassTree) type).getModifiers().getFlags().contains(Modifier.PUBLIC))
            .count();
    new TreeScanner<Void, Void>() {
      @Override
      public Void scan(Tree tree, Void none) {
        if (tree instanceof StatementTree
            && !(tree instanceof BlockTree
                || tree instanceof ClassTree
                || tree instanceof EmptyStatementTree)) {
          statements++;
        }
        complexity += branches(tree);
        return super.scan(tree, none);
      }
    }.scan(unit, null);
  }

  private static int branches(Tree tree) {
    return switch (tree) {
      case null -> 0;
      case MethodTree method -> method.getBody() == null ? 0 : 1;
      case CaseTree label -> label.getExpressions().size() + patterns(label);
      case LambdaExpressionTree lambda -> 1;
      case IfTree branch -> 1;
      case ForLoopTree loop -> 1;
      case EnhancedForLoopTree loop -> 1;
      case WhileLoopTree loop -> 1;
      case DoWhileLoopTree loop -> 1;
      case CatchTree handler -> 1;
      case ConditionalExpressionTree choice -> 1;
      case BinaryTree binary ->
          binary.getKind() == Tree.Kind.CONDITIONAL_AND
                  || binary.getKind() == Tree.Kind.CONDITIONAL_OR
              ? 1
              : 0;
      default -> 0;
    };
  }

  /** How many patterns such as {@code case Circle c} the label has beside its constants. */
  private static int patterns(CaseTree label) {
    var constants = label.getExpressions().size();
    var all =
        (int)
            label.getLabels().stream()
                .filter(each -> each.getKind() != Tree.Kind.DEFAULT_CASE_LABEL)
                .count();
    return all - constants;
  }

  private static void print(
      String title, Map<String, CodeSize> before, Map<String, CodeSize> now, boolean compare) {
    var names = new TreeMap<String, CodeSize>(before);
    names.putAll(now);
    System.out.printf("| %s | files | lines | statements | public types | complexity |%n", title);
    System.out.println("|---|---|---|---|---|---|");
    var absent = new CodeSize();
    for (var name : names.keySet()) {
      row(name, before.getOrDefault(name, absent), now.getOrDefault(name, absent), compare);
    }
    row("all", sum(before), sum(now), compare);
    System.out.println();
  }

  private static void row(String name, CodeSize before, CodeSize now, boolean compare) {
    var was = before.cells();
    var is = now.cells();
    var line = new StringBuilder("| ").append(name).append(" |");
    for (int cell = 0; cell < is.length; cell++) {
      line.append(' ').append(compare ? was[cell] + " -> " + is[cell] : is[cell]).append(" |");
    }
    System.out.println(line);
  }

  private long[] cells() {
    return new long[] {files, lines, statements, publicTypes, complexity};
  }

  private static CodeSize sum(Map<String, CodeSize> rooms) {
    var sum = new CodeSize();
    for (var room : rooms.values()) {
      sum.files += room.files;
      sum.lines += room.lines;
      sum.statements += room.statements;
      sum.publicTypes += room.publicTypes;
      sum.complexity += room.complexity;
    }
    return sum;
  }
}
