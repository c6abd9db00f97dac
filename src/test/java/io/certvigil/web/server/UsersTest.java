package io.certvigil.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Secret;
import io.certvigil.web.server.Users.PasswordResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.Test;

class UsersTest {
  private static final String SALT = "abcdefghijklmnopqrstuu";
  private static final String CHEAP = "$2b$05$" + SALT + "1".repeat(31);
  private static final String DEAR = "$2y$11$" + SALT + "2".repeat(31);

  private final List<String> checked = new ArrayList<>();
  private final Users users =
      new Users(
          Map.of("alice", new Secret(CHEAP), "bob", new Secret(DEAR)),
          (hash, password) -> {
            checked.add(hash);
            return new String(password, StandardCharsets.UTF_8).equals("right");
          });

  @Test
  void correctPassword_isCheckedOnce() {
    for (int scrape = 0; scrape < 5; scrape++) {
      assertThat(users.check("alice", "right")).isEqualTo(PasswordResult.RIGHT);
    }

    assertThat(checked).containsExactly(CHEAP);
  }

  @Test
  void wrongPassword_isCheckedEachTime() {
    users.check("alice", "right");

    assertThat(users.check("alice", "wrong")).isEqualTo(PasswordResult.WRONG);
    assertThat(users.check("alice", "wrong")).isEqualTo(PasswordResult.WRONG);
    assertThat(checked).hasSize(3);
  }

  @Test
  void cachedPassword_isOfOneUserOnly() {
    users.check("alice", "right");

    assertThat(users.check("bob", "right")).isEqualTo(PasswordResult.RIGHT);
    assertThat(checked).containsExactly(CHEAP, DEAR);
  }

  @Test
  void unknownUser_costsAsMuch_andIsAlwaysWrong() {
    assertThat(users.check("carol", "right")).isEqualTo(PasswordResult.WRONG);
    assertThat(users.check("carol", "right")).isEqualTo(PasswordResult.WRONG);

    assertThat(checked).hasSize(2).allMatch(hash -> hash.startsWith("$2b$11$"));
  }

  @Test
  void decoy_isAValidHash() {
    var seen = new ArrayList<Boolean>();
    var all =
        new Users(
            Map.of("alice", new Secret(CHEAP)),
            (hash, password) -> seen.add(OpenBSDBCrypt.checkPassword(hash, password)));

    assertThat(all.check("carol", "x".repeat(100))).isEqualTo(PasswordResult.WRONG);
    assertThat(seen).containsExactly(false);
  }
}
