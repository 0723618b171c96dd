import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;

/** Reads messages (`package.Class=file`) into generated classes, and prints them as the classes write them. */
public class Read {
    public static void main(String[] arguments) throws Exception {
        ObjectMapper json = new ObjectMapper();
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            System.out.println(json.writeValueAsString(json.readValue(new File(parts[1]), Class.forName(parts[0]))));
        }
    }
}
