use tokio::net::{TcpListener, TcpStream};

async fn go() {
    tokio_tungstenite::connect_async("wss://stream.example.com/feed").await;
    TcpStream::connect("tcp.example.com:9000").await;
    lapin::Connection::connect("amqp://queue.example.com:5672/%2f", Default::default()).await;
    tonic::transport::Channel::from_static("https://grpc.example.com").connect().await;
    TcpListener::bind("0.0.0.0:80").await;
}
