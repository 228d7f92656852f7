#!/usr/bin/env bash
# Whether an event pattern matches depends on the order of the values in one list.
#
# software.amazon.event.ruler:event-ruler 2.1.0, the matcher that AWS published of EventBridge. A list of values is an "or", so its
# order should not count. With {"wildcard": "*-admin"} in front of {"equals-ignore-case": "root"} the list also matches "groot" and
# "foot", which neither value matches alone; with the two the other way round it does not. A rule that watches user names or event
# names with such a list rings for names that nobody wrote, and sorting the list silences it.
#
# Needs Java 11 or newer, and Maven. Fails if the behaviour changes.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>software.amazon.event.ruler</groupId>
      <artifactId>event-ruler</artifactId>
      <version>2.1.0</version>
    </dependency>
  </dependencies>
</project>
POM

cat >Try.java <<'JAVA'
import software.amazon.event.ruler.Machine;

class Try {
    static final String WILDCARD = "{\"wildcard\": \"*-admin\"}";
    static final String IGNORING_CASE = "{\"equals-ignore-case\": \"root\"}";

    public static void main(String[] arguments) throws Exception {
        for (String name : new String[] {"ROOT", "db-admin", "groot", "foot", "guest"})
            System.out.println(name + ":"
                + " wildcard " + matches(WILDCARD, name)
                + ", ignoring case " + matches(IGNORING_CASE, name)
                + ", wildcard first " + matches(WILDCARD + "," + IGNORING_CASE, name)
                + ", wildcard last " + matches(IGNORING_CASE + "," + WILDCARD, name));
    }

    static boolean matches(String values, String name) throws Exception {
        Machine machine = new Machine();
        machine.addRule("rule", "{\"user\": [" + values + "]}");
        return !machine.rulesForJSONEvent("{\"user\": \"" + name + "\"}").isEmpty();
    }
}
JAVA

mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=jars
java -cp 'jars/*' Try.java | tee seen.txt

cat >expected.txt <<'SEEN'
ROOT: wildcard false, ignoring case true, wildcard first true, wildcard last true
db-admin: wildcard true, ignoring case false, wildcard first true, wildcard last true
groot: wildcard false, ignoring case false, wildcard first true, wildcard last false
foot: wildcard false, ignoring case false, wildcard first true, wildcard last false
guest: wildcard false, ignoring case false, wildcard first false, wildcard last false
SEEN
diff expected.txt seen.txt
