import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import software.amazon.event.ruler.Ruler;

/**
 * Answers with AWS's own matcher, one JSON line each: {@code {"pattern": text, "event": text}} is answered by {@code true},
 * {@code false}, or by {@code "refused: reason"} where it does not take the pattern.
 */
class Oracle {
    public static void main(String[] arguments) throws Exception {
        ObjectMapper json = new ObjectMapper();
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream answers = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            JsonNode question = json.readTree(line);
            answers.println(json.writeValueAsString(answer(question.get("pattern").asText(), question.get("event").asText())));
        }
        answers.flush();
    }

    private static Object answer(String pattern, String event) {
        try {
            return Ruler.matchesRule(event, pattern);
        } catch (Exception refusal) {
            return "refused: " + refusal.getMessage();
        }
    }
}
