import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.h2.mvstore.MVStore;

/** The stand-in over FILE on PORT of the loopback. The versions it knows itself are older than what the driver asks for. */
class Launcher {
    public static void main(String[] args) {
        var backend = new Backend(args[0]);
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

    static class Backend extends H2Backend {
        Backend(String file) {
            super(file);
        }

        @Override
        protected MongoDatabase openOrCreateDatabase(String name) {
            return new Database(name, getMvStore(), getCursorRegistry());
        }
    }

    static class Database extends H2Database {
        Database(String name, MVStore store, CursorRegistry cursors) {
            super(name, store, cursors);
        }

        @Override
        protected Index<Object> openOrCreateUniqueIndex(String collection, String name, List<IndexKey> keys, boolean sparse) {
            return new NarrowingIndex(super.openOrCreateUniqueIndex(collection, name, keys, sparse), name, keys, sparse);
        }
    }

    /**
     * Where more is asked for than an index has, the server as it comes looks at all there is: a write by `_id` and condition would cost
     * as much as the collection is long, which it does nowhere else. So the index is asked for what it has; the rest is looked at after.
     */
    static class NarrowingIndex extends Index<Object> {
        private final Index<Object> index;

        NarrowingIndex(Index<Object> index, String name, List<IndexKey> keys, boolean sparse) {
            super(name, keys, sparse);
            this.index = index;
        }

        private Document narrowed(Document query) {
            var narrowed = new Document();
            for (var key : keys()) if (query.containsKey(key)) narrowed.put(key, query.get(key));
            return narrowed;
        }

        @Override
        public boolean canHandle(Document query) {
            return index.canHandle(narrowed(query));
        }

        @Override
        public Iterable<Object> getPositions(Document query) {
            return index.getPositions(narrowed(query));
        }

        @Override
        public Object getPosition(Document document) {
            return index.getPosition(document);
        }

        @Override
        public void checkAdd(Document document, MongoCollection<Object> collection) {
            index.checkAdd(document, collection);
        }

        @Override
        public void add(Document document, Object position, MongoCollection<Object> collection) {
            index.add(document, position, collection);
        }

        @Override
        public Object remove(Document document) {
            return index.remove(document);
        }

        @Override
        public void checkUpdate(Document before, Document after, MongoCollection<Object> collection) {
            index.checkUpdate(before, after, collection);
        }

        @Override
        public void updateInPlace(Document before, Document after, Object position, MongoCollection<Object> collection) {
            index.updateInPlace(before, after, position, collection);
        }

        @Override
        public long getCount() {
            return index.getCount();
        }

        @Override
        public long getDataSize() {
            return index.getDataSize();
        }

        @Override
        public boolean isUnique() {
            return index.isUnique();
        }

        @Override
        public void drop() {
            index.drop();
        }
    }
}
