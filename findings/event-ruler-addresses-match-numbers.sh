#!/usr/bin/env bash
# A range of addresses matches plain numbers, and a number beside it in the list stops it from doing so.
#
# software.amazon.event.ruler:event-ruler 2.1.0, the matcher that AWS published of EventBridge. {"cidr": "0.0.0.0/0"} is documented
# for addresses in texts. It also matches the numbers 7 and 1000. With a further number in the same list, {"cidr": "0.0.0.0/0"} and
# 42, the list matches 42 and no other number: adding an alternative takes matches away. {"cidr": "10.0.0.0/8"} matches no such number.
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
    static final String RANGE = "{\"cidr\": \"0.0.0.0/0\"}";

    public static void main(String[] arguments) throws Exception {
        for (String value : new String[] {"\"192.0.2.1\"", "7", "1000", "42", "true"})
            System.out.println(value + ":"
                + " range " + matches(RANGE, value)
                + ", range and 42 " + matches(RANGE + ", 42", value)
                + ", smaller range " + matches("{\"cidr\": \"10.0.0.0/8\"}", value));
    }

    static boolean matches(String values, String value) throws Exception {
        Machine machine = new Machine();
        machine.addRule("rule", "{\"source\": [" + values + "]}");
        return !machine.rulesForJSONEvent("{\"source\": " + value + "}").isEmpty();
    }
}
JAVA

mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=jars
java -cp 'jars/*' Try.java | tee seen.txt

cat >expected.txt <<'SEEN'
"192.0.2.1": range true, range and 42 true, smaller range false
7: range true, range and 42 false, smaller range false
1000: range true, range and 42 false, smaller range false
42: range true, range and 42 true, smaller range false
true: range false, range and 42 false, smaller range false
SEEN
diff expected.txt seen.txt
