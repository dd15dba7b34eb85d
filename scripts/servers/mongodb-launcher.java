import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.util.List;

/** The stand-in over FILE on PORT of the loopback. The versions it knows itself are older than what the driver asks for. */
class Launcher {
    public static void main(String[] args) {
        var backend = new H2Backend(args[0]);
        backend.version(new MongoVersion() {
            @Override
            public List<Integer> getVersionArray() {
                return List.of(5, 0, 0);
            }

            @Override
            public int getWireVersion() {
                return 13;
            }
        });
        var server = new MongoServer(backend);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            backend.commit();
            server.shutdownNow();
        }));
        server.bind("127.0.0.1", Integer.parseInt(args[1]));
    }
}
