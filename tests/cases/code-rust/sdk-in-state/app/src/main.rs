use aws_sdk_dynamodb as dynamo;

#[derive(Clone)]
struct State { db: dynamo::Client, queue: aws_sdk_sqs::Client }

impl State {
    async fn save(&self) { self.db.put_item().table_name("t").send().await; }
}

async fn consume(state: State) {
    loop {
        let got = state.queue.receive_message().queue_url("q").send().await;
    }
}

async fn build() -> State { State { db: dynamo::Client::new(&config()), queue: aws_sdk_sqs::Client::new(&config()) } }
